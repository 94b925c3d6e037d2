// Views built beside the live ones, on real PostgreSQL: one tenant first, cut off at any step, and unnoticed by everybody.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { VIEWS_GROUP, views } from '#projections/index.ts';
import type { View } from '#projections/kernel/projection.ts';
import { type Runner, startRunner } from '#projections/kernel/runner.ts';
import { type Running, startPostgres } from '../embedded/postgres/start.ts';
import { digests } from '../testing/faults/verify.ts';
import { spec } from '../testing/spec.ts';
import { makeLog, openSealed } from '../testing/views.ts';
import { following, passwords } from '../testing/views-hub.ts';
import { type BuildOptions, buildViews } from './builds.ts';
import { makeFeed } from './feed.ts';
import { listen } from './listen.ts';
import { migrate } from './migrate.ts';
import { copying, copyOf } from './copy.ts';
import { asRole, connected, makePool, type Pool } from './pool.ts';
import { upsert } from './upsert.ts';
import { CHANNEL, makeViewStore } from './view-store.ts';

const TENANTS = ['acme', 'beta', 'gamma'];
const uuid = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const named = (...names: string[]): View[] => views.filter(({ name }) => names.includes(name));
const SOME = named('patient-header', 'patient-timeline', 'search', 'traces', 'live-feed');

spec('views built beside the live ones', (it, { setup, teardown }) => {
  const data = mkdtempSync(join(tmpdir(), 'hub-builds-'));
  const log = makeLog();
  let engine: Running;
  let owner: Pool;
  let app: Pool;
  let store: ReturnType<typeof makeViewStore>;
  let runner: Runner;
  let url: string;

  const until = async (what: string, claim: () => boolean | Promise<boolean>) => {
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) if (await claim()) return;
    assert.unreachable(`waited in vain: ${what}`);
  };
  const level = () => until('the views are level', () => runner.status().position === log.events.at(-1)!.position);
  const records = (tenant: string, patient: number, n: number) =>
    Array.from({ length: n }, (_, i) => ({
      ...{ tenant, stream: `patient-${uuid(patient)}`, type: 'ConditionRecorded' },
      data: { resourceId: uuid(1000 + i), fingerprint: 'cd'.repeat(16), resource: { resourceType: 'Condition' } },
    }));
  const build = (some: readonly View[], more: Partial<BuildOptions> = {}) => {
    const source = { ...following(log.events), head: async () => log.events.at(-1)?.position };
    return buildViews(
      { ownerUrl: engine.url, projectorUrl: url, log: source, open: openSealed, now: () => new Date() },
      { group: VIEWS_GROUP, views: some, ...more },
    );
  };
  /** As if an older fold had written it. */
  const spoil = () => owner.query(`update patient_header set counts = '{"Condition": 0}'`);
  const conditions = async () =>
    (
      await owner.query<{ tenant: string; n: number }>(`select tenant, sum((counts->>'Condition')::int)::int as n from patient_header group by 1 order by 1`)
    ).rows.map(({ n }) => n);

  setup(async () => {
    engine = await startPostgres({ data: join(data, 'pg') });
    await migrate({ url: engine.url, passwords });
    url = asRole(engine.url, 'hub_projector', passwords.projector);
    owner = makePool({ url: engine.url });
    app = makePool({ url: asRole(engine.url, 'hub_app', passwords.app) });
    store = makeViewStore({ url, views });
    runner = startRunner({ group: VIEWS_GROUP, views, log: following(log.events), store, open: openSealed, now: () => new Date() });
    for (const [n, tenant] of TENANTS.entries()) {
      log.write({
        tenant,
        stream: `patient-${uuid(n)}`,
        type: 'PatientRegistered',
        data: { fingerprint: 'ab'.repeat(16), resource: { resourceType: 'Patient' } },
      });
      log.write(...records(tenant, n, 40));
    }
    await level();
  });
  teardown(async () => {
    await runner.stop();
    await Promise.all([store.close(), owner.end(), app.end()]);
    await engine.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it('a canary: of one tenant only, compared first, then exchanged, and the other tenants keep their rows', async () => {
    await spoil();
    const compared = await build(named('patient-header'), { tenant: 'beta', onlyCompare: true });
    assert.equal(
      compared.differences!.map(({ added, changed, removed }) => [added, changed, removed]),
      [[0, 1, 0]],
    );
    assert.equal(await conditions(), [0, 0, 0]);
    const told: string[] = [];
    const { swapped, build: name } = await build(named('patient-header'), { tenant: 'beta', onProgress: ({ build: one }) => told.push(one) });
    assert.equal([swapped, name], [true, 'patient-header@2.beta']);
    assert.equal(await conditions(), [0, 40, 0]);
    log.write(...records('beta', 1, 1), ...records('acme', 0, 1));
    await level();
    assert.equal(await conditions(), [1, 41, 0], 'both tenants go on from the rows they have');
    await build(named('patient-header'));
    assert.equal(await conditions(), [41, 41, 40]);
  });

  it('tables that took the place of others have their policies, indexes and keys, and PostgreSQL enforces them', async () => {
    const tables = "from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('partitions', 'workers')";
    const shape = `select relname, relforcerowsecurity and relrowsecurity as forced, (select count(*)::int from pg_policy where polrelid = c.oid) as policies,
      (select array_agg(indexdef order by indexdef) from pg_indexes where schemaname = 'public' and tablename = relname) as indexes ${tables} order by 1`;
    const before = (await owner.query<{ relname: string; forced: boolean }>(shape)).rows;
    await build(SOME);
    assert.equal((await owner.query(shape)).rows, before);
    assert.ok(before.every(({ forced }) => forced));
  });

  it('text comes to PostgreSQL as it is, by COPY as by upsert: quotes, tabs, line ends, backslashes, nothing at all, lists, and JSON', async () => {
    const words = ['', ' ', 'null', '\\N', '\\.', 'a\tb', 'a\nb\r\n', '"', "'", '\\', '{a,b}', ',', 'İşıl ğ', '\u2028', '😀', '\\n'];
    const columns = (['id integer', 'word text', 'list text[]', 'doc jsonb', 'at timestamptz', 'none text'] as const).map((column) => {
      const [name, type] = column.split(' ') as [string, string];
      return { property: name, name, type, isKey: name === 'id' };
    });
    const rows = words.map((word, id) => ({ id, word, list: [word, word], doc: { [word]: word }, at: new Date(id * 1e9), none: null }));
    await owner.query('create table said (id int primary key, word text, list text[], doc jsonb, at timestamptz, none text)');
    const table = { name: 'said', columns };
    const back = async () => (await owner.query('delete from said returning *')).rows.toSorted((a, b) => a.id - b.id);
    await owner.query(upsert(table, rows));
    assert.equal(await back(), rows);
    await connected(owner, (client) => client.query(copying(copyOf(table, rows))).done);
    assert.equal(await back(), rows);
    await owner.query('drop table said');
  });

  it('cut off at any step, the next try goes on, and the views are what they are when nothing is cut off', async () => {
    await spoil();
    const { seconds } = await build(SOME);
    let failures = 0;
    for (let round = 0; round < 8; round += 1) {
      log.write(...records(TENANTS[round % 3]!, round % 3, 3));
      const ending = new AbortController();
      const killer = (async () => {
        await sleep((seconds * 1000 * round) / 8, undefined, { signal: ending.signal }).catch(() => {});
        await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hub build'");
      })();
      await build(SOME).catch(() => (failures += 1));
      ending.abort();
      await killer;
    }
    await build(SOME);
    assert.ok(failures > 0, 'a try was cut off');
    await level();
    const before = await digests(owner);
    await build(SOME);
    assert.equal(await digests(owner), before);
    const { rows } = await owner.query("select nspname from pg_namespace where nspname like '%@%'");
    assert.equal(rows, [], 'nothing of a build is left');
  });

  it('a build that goes on changes the rows that it has and adds those it has not, as if it had never stopped', async () => {
    await build(SOME, { onlyCompare: true }); // its tables stay
    log.write(...TENANTS.flatMap((tenant, n) => records(tenant, n, 60)));
    const patient = { stream: `patient-${uuid(9)}`, type: 'PatientRegistered', data: { fingerprint: 'ab'.repeat(16), resource: { resourceType: 'Patient' } } };
    log.write({ tenant: 'acme', ...patient }, ...records('acme', 9, 2));
    await level();
    await build(SOME);
    const wentOn = await digests(owner);
    await build(SOME);
    assert.equal(wentOn, await digests(owner));
  });

  it('nobody who listens hears of a build: sockets are told of no event again, and every reader sees whole views', async () => {
    const feed = makeFeed(app);
    const { marks } = await feed.after(await feed.present());
    const heard: { at: [number, string][]; exchanged?: boolean }[] = [];
    const listener = listen(asRole(engine.url, 'hub_app', passwords.app), CHANNEL, {
      onNotice: (text) => heard.push(JSON.parse(text) as (typeof heard)[number]),
    });
    await listener.ready;
    let reads = 0;
    const looking = new AbortController();
    const reading = (async () => {
      for (; !looking.signal.aborted; reads += 1)
        assert.ok(
          (await conditions()).every((n) => n >= 40),
          'a reader met an unfinished view',
        );
    })();
    await build(SOME);
    looking.abort();
    await reading;
    assert.ok(reads > 0);
    await until('the exchange is told', () => heard.length > 0);
    assert.equal(heard, [{ group: VIEWS_GROUP, at: [], exchanged: true }]);
    assert.equal((await feed.after(marks)).rows, []);
    log.write(...records('acme', 0, 1));
    await level();
    assert.equal(
      (await feed.after(marks)).rows.map(({ position }) => position),
      [log.events.at(-1)!.position],
    );
    await listener.close();
  });
});
