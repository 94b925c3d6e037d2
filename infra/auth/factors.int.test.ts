import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import * as assert from 'uvu/assert';
import { startPostgres } from '../embedded/postgres/start.ts';
import { asRole, makePool, type Pool } from '../postgres/pool.ts';
import { spec } from '../testing/spec.ts';
import { makeFactors } from './factors.ts';
import { migrateSessions } from './migrate-sessions.ts';

const FACTOR = '0190d0c0-0000-8000-8000-000000000001';

spec('second factors', (it, { setup, teardown }) => {
  const closers: (() => Promise<unknown>)[] = [];
  let pools: Pool[];
  let at = new Date('2026-03-01T10:00:00Z');
  const factors = (process = 0) => makeFactors(pools[process]!, () => at);

  setup(async () => {
    const data = await mkdtemp(join(tmpdir(), 'hub-factors-'));
    const postgres = await startPostgres({ data: join(data, 'pg') });
    closers.push(() => rm(data, { recursive: true, force: true }), postgres.stop);
    const owner = makePool({ url: postgres.url, max: 1 });
    await owner.query("create role hub_app login nosuperuser nobypassrls password 'app'");
    await migrateSessions(owner);
    await owner.end();
    pools = [1, 2].map(() => makePool({ url: asRole(postgres.url, 'hub_app', 'app'), max: 2 }));
    closers.push(...pools.map((pool) => () => pool.end()));
  });
  teardown(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it('makes the codes of RFC 6238, appendix B', () => {
    const secret = Secret.fromLatin1('12345678901234567890').base32;
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [1234567890, '005924'],
      [2000000000, '279037'],
    ] as const) {
      at = new Date(seconds * 1000);
      assert.is(factors().stepOf(secret, code), Math.floor(seconds / 30), code);
    }
  });

  it('takes the code of the step before and after for a clock that is off, and no other', () => {
    const { secret } = factors().make('Hub', 'ada');
    const codeAt = (steps: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() + steps * 30_000 });
    const now = Math.floor(at.getTime() / 30_000);
    const codes = [-2, -1, 0, 1, 2].map((steps) => factors().stepOf(secret, codeAt(steps)));
    assert.equal(codes, [undefined, now - 1, now, now + 1, undefined]);
  });

  it('says in URI and QR code whose secret it is, 160 bits long', () => {
    const { secret, uri, qr } = factors().make('Synchron Hub (Klinik)', 'ada@klinik.example');
    assert.match(secret, /^[A-Z2-7]{32}$/);
    assert.ok(uri.startsWith('otpauth://totp/Synchron%20Hub%20(Klinik):ada%40klinik.example?'), uri);
    assert.match(uri, `secret=${secret}`);
    assert.match(qr, /^<svg [^]*<\/svg>$/);
  });

  it('each code is taken once, whichever process is asked, also when all are asked at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => factors(i % 2).spend(FACTOR, 'step:1')));
    assert.is(all.filter(Boolean).length, 1);
    assert.is(await factors(1).spend(FACTOR.replace('1', '2'), 'step:1'), true);
  });

  it('keeps marks of recovery codes for ever and of steps for an hour, and stores no code', async () => {
    const { codes, hashes } = factors().recoveryCodes();
    assert.is(new Set(codes).size, 10);
    assert.match(codes[0]!, /^[a-z2-9]{5}-[a-z2-9]{5}$/);
    assert.is(factors().hashOf(codes[0]!.toUpperCase().replace('-', ' ')), hashes[0]);
    assert.is(await factors().spend(FACTOR, `recovery:${hashes[0]}`), true);
    at = new Date(at.getTime() + 7_200_000);
    await factors().purge();
    assert.equal([await factors().recovered(FACTOR), await factors().spend(FACTOR, 'step:1')], [1, true]);
    assert.is(await factors().spend(FACTOR, `recovery:${hashes[0]}`), false);
    assert.is((await pools[0]!.query('select * from factor_uses')).rowCount, 0);
  });
});
