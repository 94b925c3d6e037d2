import * as assert from 'uvu/assert';
import { generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { Reader, Rows } from '#read-side/kernel/reader.ts';
import { hashOf, holderOf, secretFor } from '#write-side/apikey/secret.ts';
import { makeMemoryStore, pretendDigest } from '../testing/memory-store.ts';
import { spec } from '../testing/spec.ts';
import { makeCredentials, principalOf } from './credentials.ts';
import { makeDeviceTokens } from './device-tokens.ts';

const ID = '0190a000-0000-7000-8000-000000000001';
const VISITOR = 'x'.repeat(22);
type Row = Record<string, unknown>;

async function world() {
  const { publicKey, privateKey } = (await generateKeyPair('EdDSA')) as { publicKey: CryptoKey; privateKey: CryptoKey };
  const tables: Record<string, Row[]> = {
    Tenant: [
      { tenant: 'acme', status: 'active' },
      { tenant: 'beta', status: 'active' },
    ],
    ApiKey: [],
    DeviceList: [],
  };
  const findOne = async (entity: { meta: { className: string } }, where: Row) =>
    tables[entity.meta.className]!.find((row) => Object.entries(where).every(([name, value]) => row[name] === value)) ?? null;
  const reader = { within: (_tenant: string, work: (rows: Rows) => Promise<unknown>) => work({ findOne } as unknown as Rows) } as Reader;
  let now = Date.parse('2026-03-01T10:00:00Z');
  const clock = () => new Date(now);
  const tokens = makeDeviceTokens({ kid: 'k', sign: privateKey, verify: new Map([['k', publicKey]]) }, { now: clock });
  const credentials = makeCredentials({ reader, tokens, store: makeMemoryStore(), tenantDigest: pretendDigest, now: clock });
  const key = async (kind: 'widget' | 'service' | 'device', tenant = 'acme', more: Row = {}) => {
    const secret = await secretFor(async (...words) => hashOf(words.join()), kind, { tenant, id: ID }, 'command');
    const row = {
      tenant,
      id: ID,
      kind,
      scopes: ['chat'],
      origins: kind === 'widget' ? ['https://a.example'] : [],
      expiresAt: null,
      revokedAt: null,
      retired: false,
    };
    tables[kind === 'device' ? 'DeviceList' : 'ApiKey']!.push({ ...row, credentialHash: hashOf(secret), ...more });
    return secret;
  };
  const sign = (claims: object, typ: string) => new SignJWT({ ...claims }).setProtectedHeader({ alg: 'EdDSA', kid: 'k', typ });
  return { tables, credentials, key, sign, privateKey, later: (ms: number) => void (now += ms) };
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

spec('credentials that are not people’s', (it) => {
  it('a secret says whose it is, and nothing else is taken for one', async () => {
    const { key, credentials } = await world();
    const secret = await key('service');
    assert.equal(holderOf(secret), { kind: 'service', tenant: 'acme', id: ID });
    for (const other of ['', 'hub_service_acme', `${secret} `, secret.replace('hub_', 'Hub_'), secret.replace('acme', 'AC'), 'a.b.c'])
      assert.not.ok(credentials.isOne(other));
    assert.equal(principalOf(await credentials.verify(secret)).roles, []);
  });
  it('is refused when it is wrong, another’s, over, revoked, or its tenant is suspended', async () => {
    const { key, credentials, tables, later } = await world();
    const secret = await key('service', 'acme', { expiresAt: new Date('2026-03-01T11:00:00Z') });
    for (const wrong of [secret.replace('acme', 'beta'), secret.replace('service', 'widget'), secret.replace('service', 'device'), `${secret.slice(0, -2)}zz`])
      assert.is(await refusal(credentials.verify(wrong)), 'auth.bad-key', wrong);
    assert.is(await refusal(credentials.verify(secret)), 'none');
    tables['Tenant']![0]!['status'] = 'suspended';
    credentials.forget();
    assert.is(await refusal(credentials.verify(secret)), 'auth.bad-key');
    tables['Tenant']![0]!['status'] = 'active';
    later(1_001);
    assert.is(await refusal(credentials.verify(secret)), 'none');
    later(3_600_000);
    assert.is(await refusal(credentials.verify(secret)), 'auth.bad-key');
  });
  it('what is revoked elsewhere is refused within a second, also when nobody tells', async () => {
    const { key, credentials, tables, later } = await world();
    const secret = await key('service');
    await credentials.verify(secret);
    tables['ApiKey']![0]!['revokedAt'] = new Date();
    later(1_000);
    assert.is(await refusal(credentials.verify(secret)), 'auth.bad-key');
  });
  it('a widget has its customer by a number nobody guesses, and another widget’s device or patient is never one of them', async () => {
    const { key, credentials } = await world();
    const [widget, device] = [await key('widget'), await key('device')];
    const at = { origin: 'https://a.example' };
    assert.is((await credentials.verify(widget, { ...at, customer: VISITOR })).customer?.identity, `visitor:${VISITOR}`);
    for (const customer of [undefined, 'short', ID.slice(0, 8), `${VISITOR}:x`])
      assert.is((await credentials.verify(widget, { ...at, customer })).customer, undefined);
    for (const origin of [undefined, 'https://b.example', 'https://a.example:444', 'http://a.example'])
      assert.is(await refusal(credentials.verify(widget, { origin })), 'auth.origin');
    const { accessToken } = await credentials.exchange(device);
    assert.is((await credentials.verify(accessToken)).customer?.identity, `device:${ID}`);
  });
  it('a device’s token is of its own type, ends with its minutes and with the secret it was had for', async () => {
    const { key, credentials, tables, sign, privateKey, later } = await world();
    const secret = await key('device');
    const { accessToken, expiresIn } = await credentials.exchange(secret);
    assert.is(await refusal(credentials.verify(secret)), 'auth.device-token');
    assert.is((await credentials.verify(accessToken)).kind, 'device');
    const person = await sign({ tenant: 'acme', secret: hashOf(secret).slice(0, 16) }, 'at+jwt')
      .setSubject(ID)
      .setAudience('hub')
      .setExpirationTime('1h')
      .sign(privateKey);
    assert.not.ok(credentials.isOne(person));
    assert.is(await refusal(credentials.verify(`${accessToken.slice(0, -4)}AAAA`)), 'auth.token-invalid');
    tables['DeviceList']![0]!['credentialHash'] = hashOf('another');
    later(1_001);
    assert.is(await refusal(credentials.verify(accessToken)), 'auth.bad-key');
    tables['DeviceList']![0]!['credentialHash'] = hashOf(secret);
    later(expiresIn * 1000);
    assert.is(await refusal(credentials.verify(accessToken)), 'auth.token-expired');
    assert.is(await refusal(credentials.exchange(await key('widget', 'beta'))), 'auth.bad-key');
  });
});
