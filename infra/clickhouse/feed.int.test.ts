import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import type { EventStore } from '#domain/kernel/event-store.ts';
import { type Started, startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { startEventStore } from '#infra/embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '#infra/embedded/postgres/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { makeSealing, migrateKeys, type Sealing } from '#infra/sealing/sealing.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { FEED_VERSION, type Ledger, makeBlocks, makeLedger, makeReconcile, repair } from '#projections/warehouse/index.ts';
import type { Block } from '#projections/warehouse/block.ts';
import { makeDelivery } from '#projections/warehouse/deliver.ts';
import { TABLES } from '#projections/warehouse/schema.ts';
import { makeWarehouseClient, type WarehouseClient } from './client.ts';
import type { FeedSetup } from './feed-process.ts';
import { migrateWarehouse } from './migrate.ts';
import { appendPatient, CANARIES } from './patients-log.ts';

const PROCESS = fileURLToPath(new URL('./feed-process.ts', import.meta.url));
const PER_PATIENT = 40;

spec('warehouse feed over real engines', (it, { setup, teardown }) => {
  const folder = temporaryFolder('warehouse');
  const stops: (() => Promise<void>)[] = [];
  const rootKey = randomBytes(32);
  let engine: Started;
  let feeding: FeedSetup;
  let client: WarehouseClient;
  let log: EventStore;
  let sealing: Sealing;
  let ledger: Ledger;
  let written = 0;

  async function append(tenant: string, patients: number): Promise<void> {
    for (let i = 0; i < patients; i += 1) written += await appendPatient({ store: log, seal: sealing.seal }, tenant, PER_PATIENT);
  }
  const start = (dieAt?: FeedSetup['dieAt']): ChildProcess =>
    spawn(process.execPath, [PROCESS, JSON.stringify({ ...feeding, dieAt })], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = (child: ChildProcess) => new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  /** Lets a feed run until everything in the log is fed. */
  async function feedUntilLevel(child = start()): Promise<void> {
    const end = ended(child);
    for (const head = await log.head(); (await ledger.ends()).fed !== head; ) await sleep(10);
    child.kill('SIGKILL');
    await end;
  }
  const number = async (sql: string) => Number((await client.query<{ n: string }>(sql))[0]!.n);
  async function isExact(): Promise<void> {
    const reconciled = await makeReconcile({ log, client, ledger })();
    assert.equal(reconciled.differences, []);
    assert.equal(reconciled.events, { log: written, warehouse: written });
    assert.is(await number('SELECT sum(n) AS n FROM event_blocks FINAL'), written, 'the materialized view');
    for (const table of TABLES) {
      const raw = await number(`SELECT count() AS n FROM ${table}`);
      assert.is(await number(`SELECT count() AS n FROM ${table} FINAL`), raw, table);
    }
    assert.is(
      await number('SELECT count() AS n FROM clinical_facts WHERE part = 0'),
      await number("SELECT count() AS n FROM events WHERE type = 'ObservationRecorded'"),
    );
    assert.is(await number('SELECT count() AS n FROM case_facts'), await number("SELECT count() AS n FROM events WHERE slice = 'case'"));
    assert.is(await number('SELECT count() AS n FROM recommendation_facts'), await number("SELECT count() AS n FROM events WHERE slice = 'recommendation'"));
  }

  setup(async () => {
    const at = (name: string) => `${folder.path}/${name}`;
    const [events, postgres, house] = await Promise.all([
      startEventStore({ data: at('eventstore') }),
      startPostgres({ data: at('postgres') }),
      startClickHouse({ data: at('clickhouse') }),
    ]);
    engine = house;
    const keys = makePool({ url: keysUrl(postgres.url) });
    const sql = makePool({ url: postgres.url });
    client = makeWarehouseClient({ url: house.url });
    log = makeEventStore({ url: events.url });
    const closing = [client.close, log.close, () => keys.end(), () => sql.end(), () => engine.stop(), () => events.stop(), () => postgres.stop()];
    stops.push(...closing);
    await migrateKeys(keys);
    sealing = makeSealing({ pool: keys, rootKey });
    ledger = makeLedger({ sql, version: FEED_VERSION });
    await Promise.all([ledger.migrate(), migrateWarehouse({ url: house.url })]);
    feeding = {
      eventStore: events.url,
      postgres: postgres.url,
      keys: keysUrl(postgres.url),
      clickHouse: house.url,
      rootKey: rootKey.toString('hex'),
      size: 30, // enough ranges for all those deaths, though several are on their way at once
    };
    await append('acme', 12);
    await append('birch', 6);
  });
  teardown(async () => {
    for (const stop of stops) await stop();
    folder.remove();
  });

  it('migrating twice changes nothing', async () => assert.equal(await migrateWarehouse({ url: engine.url }), []));
  for (const step of ['cut', 'part', 'insert'] as const)
    it(`a feed killed after the step "${step}" is taken up without loss or repetition`, async () => {
      for (const range of [1, 2]) assert.is(await ended(start({ step, range })), 'SIGKILL');
      assert.ok((await ledger.unfinished()).length > 0, 'it was not killed inside a range');
    });
  it('after all those deaths the warehouse equals the log', async () => {
    await feedUntilLevel();
    await isExact();
  });
  it('a feed killed at any moment loses and repeats nothing', async () => {
    for (let round = 0; round < 4; round += 1) {
      await append('acme', 4);
      const before = (await ledger.ends()).cut;
      const child = start();
      const end = ended(child);
      while ((await ledger.ends()).cut === before) await sleep(2);
      setTimeout(() => child.kill('SIGKILL'), round * 9);
      assert.is(await end, 'SIGKILL');
    }
    await feedUntilLevel();
    await isExact();
  });
  it('of two feeds one stands by, and goes on when the other is killed', async () => {
    const [first, second] = [start(), start()];
    const end = ended(first);
    for (let n = 0; n < 4; n += 1) {
      await append('acme', 1);
      for (const head = await log.head(); (await ledger.ends()).fed !== head; ) await sleep(10);
    }
    first.kill('SIGKILL');
    await end;
    await append('acme', 1);
    await feedUntilLevel(second);
    await isExact();
  });

  it('a warehouse killed under the feed is fed on when it is back', async () => {
    const child = start();
    for (let round = 0; round < 2; round += 1) {
      await append('birch', 3);
      process.kill(engine.pid, 'SIGKILL');
      await engine.exited;
      await append('acme', 1);
      engine = await startClickHouse({ data: `${folder.path}/clickhouse`, port: engine.port });
    }
    await feedUntilLevel(child);
    await isExact();
  });
  it('a block whose token the engine remembers, but whose rows it lost, is inserted under the next token', async () => {
    const range = { after: 1n << 60n, upTo: (1n << 60n) + 1n, events: 1 };
    const row = { tenant: 'lost', patient: 'p', revision: 0, position: String(range.upTo) };
    const block = { ...(Object.fromEntries(TABLES.map((table) => [table, []])) as unknown as Block), patient_facts: [row] };
    const delivery = makeDelivery({ client, version: FEED_VERSION });
    const found = () => number("SELECT count() AS n FROM patient_facts WHERE tenant = 'lost'");
    const forget = () => client.command("ALTER TABLE patient_facts DELETE WHERE tenant = 'lost' SETTINGS mutations_sync = 1");
    await delivery.once(range, block);
    await delivery.again(range, block);
    assert.is(await found(), 1);
    await forget();
    await delivery.once(range, block);
    assert.is(await found(), 0);
    await delivery.again(range, block);
    assert.is(await found(), 1);
    await forget();
  });
  it('the views answer: stages with durations, cases, decisions, measurements with a band', async () => {
    assert.is(await number("SELECT count() AS n FROM case_stages WHERE stage = 'intake' AND seconds >= 0"), await number('SELECT count() AS n FROM cases'));
    assert.is(
      await number("SELECT count() AS n FROM cases WHERE status = 'active' AND stage = 'review' AND procedure_code = '173171007'"),
      await number('SELECT count() AS n FROM cases'),
    );
    assert.is(
      await number("SELECT count() AS n FROM recommendations WHERE decision = 'accepted' AND latency_seconds >= 0"),
      await number('SELECT count() AS n FROM recommendations'),
    );
    assert.is(
      await number("SELECT count() AS n FROM clinical WHERE code = '8480-6' AND value >= 60 AND birth_from = 1985 AND sex = 'female'"),
      await number('SELECT count() AS n FROM clinical WHERE part > 0'),
    );
    assert.is(await number('SELECT count() AS n FROM freshness WHERE position > 0'), 2);
  });
  it('the queries of the guide run', async () => {
    const guide = readFileSync('docs/guides/warehouse.md', 'utf8');
    const queries = /```sql\n([\s\S]*?)```/
      .exec(guide)![1]!
      .split(';')
      .map((query) => query.replaceAll("'demo'", "'acme'").trim())
      .filter(Boolean);
    assert.is(queries.length, 3);
    for (const query of queries.slice(0, 2)) assert.ok((await client.query(query)).length > 0, query);
    await client.query(queries[2]!);
  });
  it('no name, birth date, phone or address is in any table or file of the warehouse', async () => {
    for (const table of TABLES) {
      const text = JSON.stringify(await client.query(`SELECT * FROM ${table}`));
      for (const canary of CANARIES) assert.not.ok(text.includes(canary), `${canary} in ${table}`);
    }
    const files = globSync(`${folder.path}/clickhouse/**/*`, { withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.length > 10);
    for (const file of files) {
      const bytes = readFileSync(`${file.parentPath}/${file.name}`);
      for (const canary of CANARIES) assert.not.ok(bytes.includes(canary), `${canary} in ${file.name}`);
    }
  });
  it('rows that are missing, twice or strange are found by comparing, and repaired', async () => {
    await client.command("ALTER TABLE events DELETE WHERE tenant = 'birch' AND type = 'CaseOpened' SETTINGS mutations_sync = 1");
    await client.insertFrom('clinical_facts', "SELECT * REPLACE ('twice' AS resource, part + 9 AS part) FROM clinical_facts WHERE tenant = 'acme' LIMIT 3");
    await client.command("ALTER TABLE event_blocks DELETE WHERE tenant = 'acme' AND type = 'CaseOpened' SETTINGS mutations_sync = 1");
    const reconcile = makeReconcile({ log, client, ledger });
    assert.equal(
      (await reconcile()).differences.map(({ tenant, type, warehouse, counted }) => [tenant, type, warehouse > 0, counted > 0]),
      [
        ['acme', 'CaseOpened', true, false],
        ['birch', 'CaseOpened', false, true],
      ],
    );
    const mending = { log, client, ledger, blockOf: makeBlocks({ open: sealing.open, digest: sealing.tenantDigest }) };
    const { signal } = new AbortController();
    const { places } = await repair(mending, { mend: true, signal });
    assert.ok(places['events']! > 0 && places['clinical_facts']! > 0);
    assert.equal((await repair(mending, { mend: false, signal })).places, {});
    await isExact();
  });
});
