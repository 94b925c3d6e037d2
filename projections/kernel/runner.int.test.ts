// The runner on real PostgreSQL. The log is a list here, so that each test decides what comes when; the real log is in views.int.test.ts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import { type Running, startPostgres } from '#infra/embedded/postgres/start.ts';
import { migrate } from '#infra/postgres/migrate.ts';
import { asRole, makePool, type Pool } from '#infra/postgres/pool.ts';
import { type BuildOptions, buildViews } from '#infra/postgres/builds.ts';
import { makeViewStore } from '#infra/postgres/view-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeLog, openSealed } from '#infra/testing/views.ts';
import { following, passwords } from '#infra/testing/views-hub.ts';
import { VIEWS_GROUP, views } from '../index.ts';
import { PARTITIONS } from './partition.ts';
import type { Claim, ViewStore } from './ports.ts';
import type { View } from './projection.ts';
import { type Runner, startRunner } from './runner.ts';

const PATIENT = '0190d0c0-0000-7000-8000-000000000020';
const patient = `patient-${PATIENT}`;
const registered = { stream: patient, type: 'PatientRegistered', data: { fingerprint: 'ab'.repeat(16), resource: { resourceType: 'Patient' } } };
const condition = (n: number) => ({
  stream: patient,
  type: 'ConditionRecorded',
  data: { resourceId: `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`, fingerprint: 'cd'.repeat(16), resource: { resourceType: 'Condition' } },
});

spec('runner of the views', (it, { setup, teardown }) => {
  const data = join(mkdtempSync(join(tmpdir(), 'hub-views-')), 'pg');
  let engine: Running;
  let owner: Pool;
  let url: string;
  const runners: Runner[] = [];
  setup(async () => {
    engine = await startPostgres({ data });
    await migrate({ url: engine.url, passwords });
    url = asRole(engine.url, 'hub_projector', passwords.projector);
    owner = makePool({ url: engine.url });
  });
  teardown(async () => {
    for (const runner of runners) await runner.stop();
    await owner.end();
    await engine.stop();
    rmSync(join(data, '..'), { recursive: true, force: true });
  });

  const fresh = async () => {
    for (const runner of runners.splice(0)) await runner.stop();
    await owner.query(
      "do $$ declare t text; begin for t in select tablename from pg_tables where schemaname = 'public' loop execute 'truncate ' || t; end loop; end $$",
    );
    return makeViewStore({ url, views });
  };
  const start = (store: ViewStore, events: readonly Recorded[], more: Partial<Parameters<typeof startRunner>[0]> = {}) => {
    const deps = { group: VIEWS_GROUP, views, log: following(events), store, open: openSealed, now: () => new Date(), size: 10 };
    const runner = startRunner({ ...deps, ...more });
    runners.push(runner);
    return runner;
  };
  const until = async (what: () => boolean | Promise<boolean>) => {
    for (let i = 0; i < 1000 && !(await what()); i += 1) await sleep(10);
    assert.ok(await what(), 'did not happen in time');
  };
  const reached = (runner: Runner, events: readonly Recorded[]) => until(() => runner.status().position === events.at(-1)!.position);
  const rebuilt = (events: readonly Recorded[], some: readonly View[], more: Partial<BuildOptions> = {}) => {
    const log = { ...following(events), head: async () => events.at(-1)?.position };
    return buildViews({ ownerUrl: engine.url, projectorUrl: url, log, open: openSealed, now: () => new Date() }, { group: VIEWS_GROUP, views: some, ...more });
  };
  const one = async (sql: string) => Object.values((await owner.query(sql)).rows[0] ?? {});
  const counted = () => one("select (counts->>'Condition')::int, revision, position from patient_header");

  it('counts every event once when it is killed between any two batches', async () => {
    const store = await fresh();
    const log = makeLog();
    log.write(registered, ...Array.from({ length: 100 }, (_, n) => condition(n)));
    for (let batches = 1; ; batches += 1) {
      let left = batches % 4;
      const dying: ViewStore = {
        ...store,
        commit: async (commit) => {
          if (left-- > 0) return store.commit(commit);
          throw new HubError('unavailable', 'test.killed', 'killed before the commit');
        },
      };
      const runner = start(dying, log.events);
      await sleep(30);
      await runner.stop();
      if (runner.status().position === log.events.at(-1)!.position) break;
      assert.ok(batches < 100);
    }
    assert.equal(await counted(), [100, 100, 10100n]);
    assert.equal(await one('select count(*) as n, count(distinct id) as ids from patient_timeline'), [101n, 101n]);
    assert.equal(await one('select count(*) as n, min(position) as first, max(position) as last from live_feed'), [101n, 100n, 10100n]);
    await store.close();
  });

  it('shares the partitions among workers, and one that stops leaves its own to the others', async () => {
    const [a, b] = [await fresh(), makeViewStore({ url, views })];
    const log = makeLog();
    log.write(registered, condition(1));
    const first = start(a, log.events);
    await reached(first, log.events);
    const second = start(b, log.events);
    await until(() => first.status().partitions === PARTITIONS / 2 && second.status().partitions === PARTITIONS / 2);
    log.write(condition(2));
    await until(async () => (await counted())[0] === 2);
    await first.stop();
    log.write(condition(3));
    await until(() => second.status().partitions === PARTITIONS);
    await reached(second, log.events);
    assert.equal(await counted(), [3, 3, 400n]);
    await second.stop();
    await Promise.all([a.close(), b.close()]);
  });

  it('refuses what a worker writes that lost its partitions without noticing', async () => {
    const [a, b] = [await fresh(), makeViewStore({ url, views })];
    const log = makeLog();
    log.write(registered, ...Array.from({ length: 40 }, (_, n) => condition(n)));
    let taken: readonly Claim[] = [];
    let refusals = 0;
    const asleep: ViewStore = {
      ...a,
      hold: async (...given) => (taken = taken.length > 0 ? taken : await a.hold(...given)), // never looks again, as if it slept
      commit: async (commit) => {
        const done = await a.commit(commit);
        if (!done) refusals += 1;
        return done;
      },
    };
    const sleeper = start(asleep, log.events);
    await reached(sleeper, log.events);
    await owner.query("update partitions set lease_until = now() - interval '1 second'; delete from workers"); // its leases ran out
    const second = start(b, log.events);
    await until(() => second.status().partitions === PARTITIONS);
    log.write(...Array.from({ length: 40 }, (_, n) => condition(100 + n)));
    await until(async () => (await counted())[0] === 80 && refusals > 0);
    assert.equal(await counted(), [80, 80, 8100n]);
    for (const runner of [sleeper, second]) await runner.stop();
    await Promise.all([a.close(), b.close()]);
  });

  it('parks an event that cannot be applied, with its cause, and everything behind it for the same row', async () => {
    const store = await fresh();
    const log = makeLog();
    const bad = { stream: 'tenant-acme', type: 'TenantRegistered', data: { slug: 'acme', name: 'Acme', kind: 'nul \u0000', locale: 'tr', timezone: 'UTC' } };
    const configured = { stream: 'tenant-acme', type: 'TenantConfigured', data: { name: 'fine', locale: 'tr', timezone: 'UTC' } };
    log.write(registered, bad, condition(1), configured, condition(2));
    const runner = start(store, log.events);
    await reached(runner, log.events);
    assert.equal(await counted(), [2, 2, 500n]);
    const parked = (await owner.query('select view, tenant, type, revision, cause from parked_events order by position')).rows;
    assert.equal(
      parked.map((p) => [p.view, p.type, p.revision]),
      [
        ['tenants', 'TenantRegistered', 0],
        ['tenants', 'TenantConfigured', 1],
      ],
    );
    assert.match(parked[0].cause, /^22021|^22P05/);
    assert.is(parked[1].cause, 'behind a parked event');
    assert.is(runner.status().views.find((v) => v.view === 'tenants')?.parked, 2);
    assert.equal(await one('select count(*) from live_feed'), [5n], 'other views have all of them');
    await runner.stop();
    log.write({ ...configured, data: { ...configured.data, name: 'later' } });
    const again = start(store, log.events);
    await reached(again, log.events);
    assert.equal(await one("select count(*) from parked_events where view = 'tenants'"), [3n], 'also after a restart');
    await again.stop();
    await store.close();
  });

  it('parks an event whose sealed field cannot be opened, without the words of the error', async () => {
    const store = await fresh();
    const log = makeLog();
    const dated = (n: number) => ({ ...condition(n), data: { ...condition(n).data, effectiveAt: '2020-01-01T00:00:00.000Z' } });
    log.write(registered, dated(1), dated(2));
    const broken = log.events[1]!.id;
    const open: Open = async (tenant, values) => {
      if (values.some((v) => v.event === broken)) throw new Error('tag does not fit Jane Doe');
      return openSealed(tenant, values);
    };
    const runner = start(store, log.events, { open });
    await reached(runner, log.events);
    assert.equal(await one('select count(*) from patient_timeline'), [2n]);
    const [cause] = (await one('select cause from parked_events')) as [string];
    assert.match(cause, /^Error/);
    assert.not.match(cause, /Jane/);
    assert.equal(await counted(), [2, 2, 300n]);
    await runner.stop();
    await store.close();
  });

  it('waits for an engine that is away, parks nothing, and says so', async () => {
    const store = await fresh();
    const log = makeLog();
    log.write(registered, condition(1));
    let away = true;
    const told: unknown[] = [];
    const open: Open = async (tenant, values) => {
      if (away) throw new HubError('unavailable', 'keys.unavailable', 'away');
      return openSealed(tenant, values);
    };
    log.write({ ...condition(2), data: { ...condition(2).data, effectiveAt: '2020-01-01T00:00:00.000Z' } });
    const runner = start(store, log.events, { open, onRetry: (e) => told.push(e) });
    await until(() => told.length > 1);
    assert.is(runner.status().state, 'waiting');
    assert.ok(runner.status().lagSeconds > 0);
    away = false;
    await reached(runner, log.events);
    assert.equal([await counted(), await one('select count(*) from parked_events')], [[2, 2, 300n], [0n]]);
    await runner.stop();
    await store.close();
  });

  it('goes on by itself after PostgreSQL was killed', async () => {
    const store = await fresh();
    const log = makeLog();
    log.write(registered, ...Array.from({ length: 50 }, (_, n) => condition(n)));
    const runner = start(store, log.events);
    await reached(runner, log.events);
    const { port } = engine;
    process.kill(engine.pid, 'SIGKILL');
    await engine.exited;
    log.write(...Array.from({ length: 50 }, (_, n) => condition(100 + n)));
    engine = await startPostgres({ data, port });
    await reached(runner, log.events);
    assert.equal(await counted(), [100, 100, 10100n]);
    await runner.stop();
    await store.close();
  });

  it('builds a view again beside the live one, parked events included, and lets it take its place', async () => {
    const store = await fresh();
    const log = makeLog();
    log.write(registered, ...Array.from({ length: 30 }, (_, n) => condition(n)));
    let mended = false;
    const [header] = views.filter((v) => v.name === 'patient-header') as [View];
    const broken: View['fold'] = {
      ...header.fold,
      key: (event) => {
        if (!mended && event.revision === 7) throw new Error('a mistake in the fold');
        return header.fold.key(event);
      },
    };
    const runner = start(store, log.events, { views: [...views.filter((v) => v !== header), { ...header, fold: broken }] });
    await reached(runner, log.events);
    assert.equal([await counted(), await one('select count(*) from parked_events')], [[6, 6, 700n], [24n]]);
    mended = true;
    const compared = await rebuilt(log.events, [header], { onlyCompare: true });
    assert.equal(
      compared.differences!.map(({ added, changed, removed }) => [added, changed, removed]),
      [[0, 1, 0]],
    );
    assert.equal(compared.differences![0]!.sample[0]!.columns.toSorted(), ['counts', 'position', 'revision']);
    assert.equal((await counted())[0], 6, 'comparing changes nothing');
    log.write(condition(99));
    const { swapped, build } = await rebuilt(log.events, [header]);
    assert.equal([swapped, build], [true, 'patient-header@2']);
    assert.equal([await counted(), await one('select count(*) from parked_events')], [[31, 31, 3200n], [0n]]);
    log.write(condition(100));
    await until(async () => (await counted())[0] === 32);
    assert.equal(await one("select version from view_versions where view = 'patient-header'"), [2]);
    await runner.stop();
    await store.close();
  });

  it('brings a new view up beside the others, which go on meanwhile', async () => {
    const store = await fresh();
    const log = makeLog();
    log.write(registered, ...Array.from({ length: 30 }, (_, n) => condition(n)));
    const timeline = views.filter((v) => v.name === 'patient-timeline');
    const before = start(store, log.events, { views: views.filter((v) => v.name !== 'patient-timeline') });
    await reached(before, log.events);
    await before.stop();
    const after = start(store, log.events);
    log.write(condition(99));
    await reached(after, log.events);
    assert.equal([await counted(), await one('select count(*) from patient_timeline')], [[31, 31, 3200n], [0n]]);
    await rebuilt(log.events, timeline);
    assert.equal(await one('select count(*) from patient_timeline'), [32n]);
    log.write(condition(100));
    await until(async () => (await one('select count(*) from patient_timeline'))[0] === 33n);
    await after.stop();
    await store.close();
  });
});
