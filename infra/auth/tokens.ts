// Access tokens: short-lived EdDSA JWTs that say who, where and in which roles. Nothing is looked up to verify one.
import { z } from 'zod';
import { tenantSlug } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { makeRecent } from '#domain/kernel/recent.ts';
import { rightsOf, role } from '#domain/kernel/roles.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { Claims } from '#write-side/auth/ports.ts';
import type { SigningKeys } from './keys.ts';
import { makeSigned } from './signed.ts';

/** A principal, the moment (milliseconds) the token ends, and the log position it knows of: what has changed since is not in it. */
export type Verified = Principal & { readonly expiresAt: number; readonly asOf: bigint };
export type Tokens = {
  issue(claims: Claims): Promise<{ accessToken: string; expiresIn: number }>;
  /** Throws `unauthenticated`: `auth.token-expired` or `auth.token-invalid`. */
  verify(token: string): Promise<Verified>;
};

const REMEMBERED = 20_000;
const REFUSALS = { expired: 'The access token has expired; refresh it.', invalid: 'This is not an access token of this hub.' };
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
  const signed = makeSigned(keys, { type: 'at+jwt', audience: 'hub', issuer, lifeSeconds, now }, REFUSALS);
  return {
    issue: ({ tenant, memberId, roles, patientId, session, asOf, provenAt, factor }) => {
      const optional = { ...(patientId && { patientId }), ...(provenAt && { proven: Math.floor(provenAt / 1000) }), ...(factor && { factor }) };
      return signed.issue(memberId, { tenant, roles: [...roles], sid: session, asOf: String(asOf), ...optional });
    },
    verify: async (token) => {
      const known = verified.get(token);
      if (known && known.expiresAt > now().getTime()) return known;
      const parsed = claims.safeParse(await signed.verify(token));
      if (!parsed.success) throw new HubError('unauthenticated', 'auth.token-invalid', REFUSALS.invalid, { cause: parsed.error });
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
