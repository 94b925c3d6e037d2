// Short-lived EdDSA JWTs of one type for one audience: neither is ever taken for another's.
import { errors, jwtVerify, type JWTPayload, SignJWT } from 'jose';
import { HubError } from '#domain/kernel/errors.ts';
import type { SigningKeys } from './keys.ts';

export type Signing = { readonly type: string; readonly audience: string; readonly issuer: string; readonly lifeSeconds: number; readonly now: () => Date };
/** What is told of a token that is over, and of one that never was. */
export type Refusals = { readonly expired: string; readonly invalid: string };

export function makeSigned(keys: SigningKeys, { type, audience, issuer, lifeSeconds, now }: Signing, refusals: Refusals) {
  const keyOf = ({ kid }: { kid?: string }) => {
    const key = kid === undefined ? undefined : keys.verify.get(kid);
    if (!key) throw new errors.JWSSignatureVerificationFailed();
    return key;
  };
  const refused = (error: unknown): never => {
    if (error instanceof errors.JWTExpired) throw new HubError('unauthenticated', 'auth.token-expired', refusals.expired);
    throw new HubError('unauthenticated', 'auth.token-invalid', refusals.invalid, { cause: error });
  };
  return {
    /** `expiresIn` in seconds. */
    issue: async (subject: string, claims: JWTPayload): Promise<{ accessToken: string; expiresIn: number }> => {
      const issued = Math.floor(now().getTime() / 1000);
      const accessToken = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', kid: keys.kid, typ: type })
        .setSubject(subject)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issued)
        .setExpirationTime(issued + lifeSeconds)
        .sign(keys.sign);
      return { accessToken, expiresIn: lifeSeconds };
    },
    /** Throws `unauthenticated`: `auth.token-expired` or `auth.token-invalid`. */
    verify: async (token: string): Promise<JWTPayload> => {
      const checks = { algorithms: ['EdDSA'], typ: type, issuer, audience, currentDate: now() };
      const { payload } = await jwtVerify(token, keyOf, checks).catch(refused);
      return payload;
    },
  };
}
