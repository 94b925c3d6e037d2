// Access tokens: short-lived EdDSA JWTs that say who, where and in which roles. Nothing is looked up to verify one.
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { tenantSlug } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { makeRecent } from '#domain/kernel/recent.ts';
import { rightsOf, role } from '#domain/kernel/roles.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { Claims } from '#write-side/auth/ports.ts';
import type { SigningKeys } from './keys.ts';

/** A principal, the moment (milliseconds) the token ends, and the log position it knows of: what has changed since is not in it. */
export type Verified = Principal & { readonly expiresAt: number; readonly asOf: bigint };
export type Tokens = {
  issue(claims: Claims): Promise<{ accessToken: string; expiresIn: number }>;
  /** Throws `unauthenticated`: `auth.token-expired` or `auth.token-invalid`. */
  verify(token: string): Promise<Verified>;
};

const AUDIENCE = 'hub';
const REMEMBERED = 20_000;
const invalid = (cause: unknown): HubError => new HubError('unauthenticated', 'auth.token-invalid', 'This is not an access token of this hub.', { cause });
const claims = z.object({
  sub: z.string(),
  tenant: tenantSlug,
  roles: z.array(role),
  sid: z.string(),
  patientId: z.string().optional(),
  exp: z.number(),
  proven: z.number().optional(),
  factor: z.boolean().optional(),
  asOf: z.string().regex(/^\d{1,19}$/),
});

/** What ended before `lifeSeconds` (default 10 minutes) were over is refused by standing.ts. */
export function makeTokens(keys: SigningKeys, options: { issuer?: string; lifeSeconds?: number; now?: () => Date } = {}): Tokens {
  const { issuer = 'synchron-hub', lifeSeconds = 600, now = () => new Date() } = options;
  /** A signature found good stays so; checking one anew costs as much as the rest of a request. */
  const verified = makeRecent<Verified>(REMEMBERED, () => 1);
  const keyOf = ({ kid }: { kid?: string }) => {
    const key = kid === undefined ? undefined : keys.verify.get(kid);
    if (!key) throw new errors.JWSSignatureVerificationFailed();
    return key;
  };
  return {
    issue: async ({ tenant, memberId, roles, patientId, session, asOf, provenAt, factor }) => {
      const issued = Math.floor(now().getTime() / 1000);
      const optional = { ...(patientId && { patientId }), ...(provenAt && { proven: Math.floor(provenAt / 1000) }), ...(factor && { factor }) };
      const accessToken = await new SignJWT({ tenant, roles: [...roles], sid: session, asOf: String(asOf), ...optional })
        .setProtectedHeader({ alg: 'EdDSA', kid: keys.kid, typ: 'at+jwt' })
        .setSubject(memberId)
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setIssuedAt(issued)
        .setExpirationTime(issued + lifeSeconds)
        .sign(keys.sign);
      return { accessToken, expiresIn: lifeSeconds };
    },
    verify: async (token) => {
      const known = verified.get(token);
      if (known && known.expiresAt > now().getTime()) return known;
      const { payload } = await jwtVerify(token, keyOf, { algorithms: ['EdDSA'], typ: 'at+jwt', issuer, audience: AUDIENCE, currentDate: now() }).catch(
        (error: unknown) => {
          if (error instanceof errors.JWTExpired) throw new HubError('unauthenticated', 'auth.token-expired', 'The access token has expired; refresh it.');
          throw invalid(error);
        },
      );
      const parsed = claims.safeParse(payload);
      if (!parsed.success) throw invalid(parsed.error);
      const { sub, tenant, roles, sid, patientId, proven, factor, exp, asOf } = parsed.data;
      const who: Verified = {
        tenant,
        memberId: sub,
        roles,
        rights: rightsOf(roles),
        session: sid,
        ...(patientId && { patientId }),
        ...(proven && { provenAt: proven * 1000 }),
        ...(factor && { factor }),
        expiresAt: exp * 1000,
        asOf: BigInt(asOf),
      };
      verified.set(token, who);
      return who;
    },
  };
}
