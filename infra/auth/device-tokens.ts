// Tokens a device gets for its secret: minutes long, of a type of their own, so that none is ever taken for a person's.
import { decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { tenantSlug } from '#domain/kernel/envelope.ts';
import { makeRecent } from '#domain/kernel/recent.ts';
import type { SigningKeys } from './keys.ts';
import { makeSigned } from './signed.ts';

/** `secret`: the beginning of the hash of the secret it was had for; a new secret ends it. */
export type DeviceClaims = { readonly tenant: string; readonly id: string; readonly secret: string };
export type DeviceTokens = {
  issue(claims: DeviceClaims): Promise<{ accessToken: string; expiresIn: number }>;
  isOne(token: string): boolean;
  verify(token: string): Promise<DeviceClaims & { readonly expiresAt: number }>;
};

const TYPE = 'device+jwt';
const REFUSALS = { expired: 'The device’s token has expired; get another for its secret.', invalid: 'This is not a device’s token of this hub.' };
const claims = z.object({ sub: z.uuid(), tenant: tenantSlug, secret: z.string(), exp: z.number() });

/** All tokens of one key and kind have the same header. */
const HEADERS = 100;
function typeOf(token: string): string {
  try {
    return decodeProtectedHeader(token).typ ?? '';
  } catch {
    return '';
  }
}

export function makeDeviceTokens(keys: SigningKeys, options: { issuer?: string; lifeSeconds?: number; now?: () => Date } = {}): DeviceTokens {
  const { issuer = 'synchron-hub', lifeSeconds = 900, now = () => new Date() } = options;
  const types = makeRecent<string>(HEADERS, () => 1);
  const signed = makeSigned(keys, { type: TYPE, audience: 'hub-device', issuer, lifeSeconds, now }, REFUSALS);
  return {
    issue: ({ tenant, id, secret }) => signed.issue(id, { tenant, secret }),
    isOne: (token) => {
      const header = token.slice(0, token.indexOf('.'));
      const known = types.get(header) ?? typeOf(token);
      types.set(header, known);
      return known === TYPE;
    },
    verify: async (token) => {
      const { sub, tenant, secret, exp } = claims.parse(await signed.verify(token));
      return { tenant, id: sub, secret, expiresAt: exp * 1000 };
    },
  };
}
