// Keys over a real database: known everywhere at once when destroyed, rotated while in use, wrapped anew from wherever it stopped.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { type Sealed, SHREDDED } from '#domain/kernel/sealing.ts';
import { keysUrl, startPostgres } from '../embedded/postgres/start.ts';
import { makePool, type Pool } from '../postgres/pool.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { KEY_BOUND_MS, type KeyWatch, makeKeyWatch } from './key-watch.ts';
import { makeRootFile } from './root-file.ts';
import { rewrapRoot, rewrapTenant, rotateTenant } from './rotate.ts';
import { makeSealing, migrateKeys } from './sealing.ts';

const LONG_MS = 60_000;
const until = async (holds: () => boolean | Promise<boolean>, what: string) => {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(10)) if (await holds()) return;
  throw new Error(`never: ${what}`);
};

spec('keys in use', (it, { setup, teardown }) => {
  const folder = temporaryFolder('keys');
  const watches: KeyWatch[] = [];
  const pools: Pool[] = [];
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let url = '';
  const root = makeRootFile({ first: randomBytes(32) });
  const poolOf = () => {
    const pool = makePool({ url, max: 4 });
    pools.push(pool);
    return pool;
  };
  /** One more process. */
  const process = () => {
    const watch = makeKeyWatch(url);
    watches.push(watch);
    return { watch, ...makeSealing({ pool: poolOf(), root, watch, ttlMs: LONG_MS }) };
  };
  setup(async () => {
    postgres = await startPostgres({ data: folder.path });
    url = keysUrl(postgres.url);
    await migrateKeys(poolOf());
  });
  teardown(async () => {
    await Promise.all(watches.map((watch) => watch.close()));
    await Promise.all(pools.map((pool) => pool.end()));
    await postgres?.stop();
    folder.remove();
  });

  it('a key destroyed by one process opens nothing in any other as soon as they are told', async () => {
    const [here, ...others] = [process(), process(), process()];
    const { f } = await here!.seal({ tenant: 'acme', subject: 'ada', event: 'e' }, { f: 'secret' });
    await until(() => others.every(({ watch }) => watch.isCurrent()), 'all watch');
    for (const other of others) assert.equal(await other.open('acme', [f!]), ['secret']);
    await here!.destroySubject('acme', 'ada');
    for (const other of others) await until(async () => (await other.open('acme', [f!]))[0] === SHREDDED, 'another process knows');
  });
  it('a process that lost its connection trusts nothing it remembers, and comes back by itself', async () => {
    const [here, there] = [process(), process()];
    const { f } = await here.seal({ tenant: 'acme', subject: 'eve', event: 'e' }, { f: 'secret' });
    await until(() => there.watch.isCurrent(), 'watching');
    assert.equal(await there.open('acme', [f!]), ['secret']);
    const owner = poolOf();
    await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hub key watch'");
    await here.destroySubject('acme', 'eve');
    await until(async () => (await there.open('acme', [f!]))[0] === SHREDDED, `known within ${KEY_BOUND_MS} ms`);
    await until(() => there.watch.isCurrent(), 'watching again');
  });
  it('a tenant’s key is rotated in use: old and new values open everywhere, and digests stay the same', async () => {
    const [here, there] = [process(), process()];
    const context = { tenant: 'rotated', event: 'e' };
    const digest = await there.tenantDigest('rotated', 'pseudonym', 'x');
    const { f } = await here.seal({ ...context, subject: 'old' }, { f: 'before' });
    assert.is(await rotateTenant({ pool: poolOf(), root }, 'rotated'), 2);
    await until(() => there.watch.isCurrent(), 'watching');
    const { g } = await there.seal({ ...context, subject: 'new' }, { g: 'after' });
    for (const one of [here, there, process()]) assert.equal(await one.open('rotated', [f!, g!]), ['before', 'after']);
    assert.is(await here.tenantDigest('rotated', 'pseudonym', 'x'), digest);
  });
  it('wrapping anew goes on where it was stopped, and brings no destroyed key back', async () => {
    const here = process();
    const pool = poolOf();
    const people = Array.from({ length: 600 }, (_, i) => `p${i}`);
    const sealed: Record<string, Sealed>[] = [];
    for (
      let i = 0;
      i < people.length;
      i += 20 // no more at once than a pool of four serves in time on a busy machine
    )
      sealed.push(...(await Promise.all(people.slice(i, i + 20).map((subject) => here.seal({ tenant: 'many', subject, event: 'e' }, { f: subject })))));
    await rotateTenant({ pool, root }, 'many');
    await here.destroySubject('many', 'p7');
    const stopped = await rewrapTenant({ pool, root }, 'many', () => {
      throw new Error('killed');
    }).catch((error: Error) => error.message);
    assert.is(stopped, 'killed');
    const left = async () =>
      (await pool.query("select count(*)::int as n from subject_keys where tenant = 'many' and version = 1 and wrapped is not null")).rows[0].n as number;
    assert.is(await left(), 99);
    assert.is(await rewrapTenant({ pool, root }, 'many'), 99);
    assert.is(await left(), 0);
    assert.is(await rewrapTenant({ pool, root }, 'many'), 0);
    const opened = await process().open(
      'many',
      sealed.map(({ f }) => f!),
    );
    assert.equal(
      opened,
      people.map((subject) => (subject === 'p7' ? SHREDDED : subject)),
    );
  });
  it('the root key is rotated and every tenant’s key wrapped anew, once', async () => {
    const pool = poolOf();
    const { f } = await process().seal({ tenant: 'acme', subject: 'root', event: 'e' }, { f: 'kept' });
    await root.rotate();
    const keys = Number((await pool.query('select count(*)::int as n from tenant_keys')).rows[0].n);
    assert.is(await rewrapRoot({ pool, root }), keys);
    assert.is(await rewrapRoot({ pool, root }), 0);
    assert.equal(await process().open('acme', [f!]), ['kept']);
  });
  it('a database of before rotation is brought up to date and opens as before', async () => {
    const pool = poolOf();
    await pool.query('drop table tenant_keys, subject_keys');
    await pool.query('create table tenant_keys (tenant text primary key, wrapped bytea not null, created_at timestamptz not null default now())');
    await pool.query(
      'create table subject_keys (tenant text, subject text, wrapped bytea, created_at timestamptz default now(), destroyed_at timestamptz, primary key (tenant, subject))',
    );
    await pool.query('insert into tenant_keys (tenant, wrapped) values ($1, $2)', ['old', await root.wrap(randomBytes(32), ['tenant-key', 'old'])]);
    await migrateKeys(pool);
    await migrateKeys(pool);
    const sealing = makeSealing({ pool, root });
    const { f } = await sealing.seal({ tenant: 'old', subject: 's', event: 'e' }, { f: 1 });
    assert.is(await rotateTenant({ pool, root }, 'old'), 2);
    assert.equal(await makeSealing({ pool, root }).open('old', [f!]), [1]);
  });
});
