import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import * as assert from 'uvu/assert';
import type { HubError } from '#domain/kernel/errors.ts';
import { spec } from '../testing/spec.ts';
import { makeEmailKey } from './email-key.ts';
import { openSigningKeys } from './keys.ts';
import { hashPassword, makeVerifyPassword } from './password.ts';
import { makeTokens } from './tokens.ts';

const claims = { tenant: 'acme', memberId: 'm1', roles: ['patient'] as const, patientId: 'p1', session: 's1', asOf: 7n };
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: HubError) => error.code,
  ); // prettier-ignore

spec('auth', (it, { setup, teardown }) => {
  let folder: string;
  let file: string;
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-auth-'));
    file = join(folder, 'keys', 'signing.json');
  });
  teardown(() => rm(folder, { recursive: true, force: true }));

  it('hashes with argon2id at 19 MiB and two passes, and never the same twice', async () => {
    const [a, b] = await Promise.all([hashPassword('p'), hashPassword('p')]);
    assert.match(a, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.is.not(a, b);
    const verify = makeVerifyPassword();
    assert.equal([await verify(a, 'p'), await verify(a, 'q'), await verify(undefined, 'p')], [true, false, false]);
  });

  it('takes the same password however its letters are composed', async () => {
    assert.is(await makeVerifyPassword()(await hashPassword('s\u0327ifre'), '\u015fifre'), true);
  });

  it('finds an address under one key however it is spelt, and under another with another secret', () => {
    const key = makeEmailKey(Buffer.from('one'));
    assert.is(key(' Ada@Example.com'), key('ada@example.COM '));
    assert.is.not(key('ada@example.com'), makeEmailKey(Buffer.from('two'))('ada@example.com'));
    assert.match(key('ada@example.com'), /^[0-9a-f]{64}$/);
  });

  it('issues tokens that say who, where and in which roles', async () => {
    const tokens = makeTokens(await openSigningKeys(file));
    const { accessToken, expiresIn } = await tokens.issue(claims);
    const { expiresAt, ...who } = await tokens.verify(accessToken);
    assert.is(expiresIn, 600);
    assert.ok(Math.abs(expiresAt - Date.now() - 600_000) < 2_000);
    assert.equal(
      [who.tenant, who.memberId, who.roles, who.patientId, who.session, who.rights.cases, who.asOf],
      ['acme', 'm1', ['patient'], 'p1', 's1', 'own', 7n],
    );
  });

  it('refuses a token that is expired, forged, unsigned, of another kind or of another hub', async () => {
    const keys = await openSigningKeys(file);
    let now = new Date();
    const tokens = makeTokens(keys, { now: () => now });
    const { accessToken } = await tokens.issue(claims);
    const [head, body, signature] = accessToken.split('.') as [string, string, string];
    const admin = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), roles: ['admin'] })).toString('base64url');
    const { privateKey } = await generateKeyPair('EdDSA');
    const payload = { tenant: 'acme', roles: [], sid: 's1', sub: 'm1', asOf: '0', iss: 'synchron-hub', aud: 'hub', exp: Math.floor(Date.now() / 1000) + 60 };
    const forged = new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', kid: keys.kid, typ: 'at+jwt' }).sign(privateKey);
    const symmetric = new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256', kid: keys.kid, typ: 'at+jwt' })
      .sign(Buffer.from(JSON.stringify(await exportJWK(keys.verify.get(keys.kid)!))));
    const other = makeTokens(keys, { issuer: 'another-hub' }).issue(claims);
    const wrongKind = new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', kid: keys.kid, typ: 'JWT' }).sign(keys.sign);
    const unknownKey = new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', kid: 'x', typ: 'at+jwt' }).sign(keys.sign);
    const bad = [
      `${head}.${admin}.${signature}`,
      await forged,
      await symmetric,
      (await other).accessToken,
      await wrongKind,
      await unknownKey,
      new UnsecuredJWT(payload).encode(),
      'x',
      '',
    ];
    for (const token of bad) assert.is(await code(tokens.verify(token)), 'auth.token-invalid');
    now = new Date(Date.now() + 601_000);
    assert.is(await code(tokens.verify(accessToken)), 'auth.token-expired');
  });

  it('refuses a token whose roles this version does not know', async () => {
    const tokens = makeTokens(await openSigningKeys(file));
    const { accessToken } = await tokens.issue({ ...claims, roles: ['emperor'] as never });
    assert.is(await code(tokens.verify(accessToken)), 'auth.token-invalid');
  });

  it('keeps its keys over a restart, in a file only its owner reads', async () => {
    const first = await openSigningKeys(file);
    assert.is((await openSigningKeys(file)).kid, first.kid);
    assert.is((await stat(file)).mode & 0o777, 0o600);
  });

  it('rotates keys, and verifies tokens of the old key until they are gone', async () => {
    const later = (days: number) => ({ now: () => new Date(Date.now() + days * 86_400_000) });
    const old = await openSigningKeys(file);
    const { accessToken } = await makeTokens(old).issue(claims);
    const next = await openSigningKeys(file, later(91));
    assert.is.not(next.kid, old.kid);
    assert.is((await makeTokens(next).verify(accessToken)).memberId, 'm1');
    const third = await openSigningKeys(file, later(183));
    assert.equal([third.verify.size, third.verify.has(old.kid)], [2, false]);
  });

  it('says what to do about a key file that cannot be read', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '{');
    const message = await openSigningKeys(broken).then(String, (error: Error) => error.message);
    assert.match(message, 'holds no signing keys; restore it');
    assert.is(await readFile(broken, 'utf8'), '{');
  });
});
