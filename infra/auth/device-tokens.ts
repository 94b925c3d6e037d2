// Tokens a device gets for its secret: minutes long, of a type of their own, so that none is ever taken for a person's.
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { tenantSlug } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { SigningKeys } from './keys.ts';

/** `secret`: the beginning of the hash of the secret it was had for; a new secret ends it. */
export type DeviceClaims = { readonly tenant: string; readonly id: string; readonly secret: string };
export type DeviceTokens = {
  issue(claims: DeviceClaims): Promise<{ accessToken: string; expiresIn: number }>;
  isOne(token: string): boolean;
  verify(token: string): Promise<DeviceClaims & { readonly expiresAt: number }>;
};

const TYPE = 'device+jwt';
const AUDIENCE = 'hub-device';
const claims = z.object({ sub: z.uuid(), tenant: tenantSlug, secret: z.string(), exp: z.number() });

export function makeDeviceTokens(keys: SigningKeys, options: { issuer?: string; lifeSeconds?: number; now?: () => Date } = {}): DeviceTokens {
  const { issuer = 'synchron-hub', lifeSeconds = 900, now = () => new Date() } = options;
  const keyOf = ({ kid }: { kid?: string }) => {
    const key = kid === undefined ? undefined : keys.verify.get(kid);
    if (!key) throw new errors.JWSSignatureVerificationFailed();
    return key;
  };
  return {
    issue: async ({ tenant, id, secret }) => {
      const issued = Math.floor(now().getTime() / 1000);
      const accessToken = await new SignJWT({ tenant, secret })
        .setProtectedHeader({ alg: 'EdDSA', kid: keys.kid, typ: TYPE })
        .setSubject(id)
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setIssuedAt(issued)
        .setExpirationTime(issued + lifeSeconds)
        .sign(keys.sign);
      return { accessToken, expiresIn: lifeSeconds };
    },
    isOne: (token) => {
      try {
        return decodeProtectedHeader(token).typ === TYPE;
      } catch {
        return false;
      }
    },
    verify: async (token) => {
      const { payload } = await jwtVerify(token, keyOf, { algorithms: ['EdDSA'], typ: TYPE, issuer, audience: AUDIENCE, currentDate: now() }).catch(
        (error: unknown) => {
          if (error instanceof errors.JWTExpired)
            throw new HubError('unauthenticated', 'auth.token-expired', 'The device’s token has expired; get another for its secret.');
          throw new HubError('unauthenticated', 'auth.token-invalid', 'This is not a device’s token of this hub.', { cause: error });
        },
      );
      const { sub, tenant, secret, exp } = claims.parse(payload);
      return { tenant, id: sub, secret, expiresAt: exp * 1000 };
    },
  };
}
