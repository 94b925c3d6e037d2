// Tokens for tests that own the hub's data folder: signed with its own key, so any member of any tenant is one line away.
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Role } from '#domain/kernel/roles.ts';
import { openSigningKeys } from '#infra/auth/keys.ts';
import { makeTokens } from '#infra/auth/tokens.ts';

const FIRST_KEY = 'keys/signing.json';
export type Claimed = { readonly tenant: string; readonly roles: readonly Role[]; readonly memberId?: string; readonly patientId?: string };

/** `token` makes one that is good, `forged` some that are not: expired, of another key, of no key, changed, for others. */
export async function makePrincipals(data: string) {
  const file = join(data, FIRST_KEY);
  const keys = await openSigningKeys(file);
  const good = makeTokens(keys, { lifeSeconds: 3_600 });
  const issue = async (tokens: typeof good, { memberId = randomUUID(), ...who }: Claimed) =>
    (await tokens.issue({ ...who, roles: [...who.roles], memberId, session: randomUUID(), asOf: 2n ** 62n, provenAt: Date.now() })).accessToken;

  async function forged(): Promise<string[]> {
    const who: Claimed = { tenant: 'klinik', roles: ['coordinator', 'doctor', 'admin', 'operator'] };
    const token = await issue(good, who);
    const [head, , signature] = token.split('.') as [string, string, string];
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { tenant: 'klinik', roles: ['operator'], sid: 'x', sub: 'x', asOf: '0', iss: 'synchron-hub', aud: 'hub', exp: 4_102_444_800 };
    const [{ jwk, kid }] = JSON.parse(readFileSync(file, 'utf8')) as [{ jwk: Record<string, string>; kid: string }];
    const ownKey = createPrivateKey({ key: jwk, format: 'jwk' });
    const signed = (header: object, payload: object) => {
      const text = `${part(header)}.${part(payload)}`;
      return `${text}.${sign(null, Buffer.from(text), ownKey).toString('base64url')}`;
    };
    return [
      await issue(makeTokens(keys, { lifeSeconds: -60 }), who),
      await issue(makeTokens(keys, { issuer: 'another-hub' }), who),
      `${head}.${part(claims)}.${signature}`,
      `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`,
      `${part({ alg: 'HS256', typ: 'at+jwt', kid })}.${part(claims)}.${signature}`,
      signed({ alg: 'EdDSA', kid, typ: 'JWT' }, claims),
      signed({ alg: 'EdDSA', kid, typ: 'at+jwt' }, { ...claims, aud: 'another' }),
      signed({ alg: 'EdDSA', kid, typ: 'at+jwt' }, { ...claims, tenant: '../ajans' }),
      signed({ alg: 'EdDSA', kid, typ: 'at+jwt' }, { ...claims, roles: ['root'] }),
      signed({ alg: 'EdDSA', kid: '__proto__', typ: 'at+jwt' }, claims),
    ];
  }
  return { token: (who: Claimed) => issue(good, who), forged };
}
