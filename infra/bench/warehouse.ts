// How fast the feed brings a sealed log into the warehouse, beside the same rows inserted with nothing around it: by ClickHouse's own client
// as anybody would, an object a row, and the way the hub does it.
//   node infra/bench/warehouse.ts [--patients 600] [--measurements 100] [--block 30000]   rows of a plain insert
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createClient } from '@clickhouse/client';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { makeWarehouseClient, type WarehouseClient } from '#infra/clickhouse/client.ts';
import { migrateWarehouse } from '#infra/clickhouse/migrate.ts';
import { appendPatient } from '#infra/clickhouse/patients-log.ts';
import { startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { startEventStore } from '#infra/embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '#infra/embedded/postgres/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { makeSealing, migrateKeys } from '#infra/sealing/sealing.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { cpuSeconds } from './http/cpu.ts';
import { type Ledger, makeBlocks, makeLedger, makeWarehouseFeed, type WarehouseFeed } from '#projections/warehouse/index.ts';
import { readRange } from '#projections/warehouse/read-range.ts';
import { FEED_VERSION, TABLES } from '#projections/warehouse/schema.ts';

const { values } = parseArgs({
  options: { patients: { type: 'string', default: '600' }, measurements: { type: 'string', default: '100' }, block: { type: 'string', default: '30000' } },
});

type Cost = { readonly seconds: number; readonly busy: number; readonly cpu: Readonly<Record<'hub' | 'eventStore' | 'clickHouse', number>> };

/** What a piece of work took by the clock, how much of that the event loop was busy, and in CPU seconds of each process, which a busy machine does not distort. */
async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const pids = { hub: process.pid, eventStore: events.pid, clickHouse: house.pid };
  const cpuOf = (name: keyof typeof pids) => (name === 'hub' ? ownCpu() : cpuSeconds([pids[name]]));
  const names = Object.keys(pids) as (keyof typeof pids)[];
  const [from, loop, before] = [performance.now(), performance.eventLoopUtilization(), names.map(cpuOf)];
  await work();
  const took = (performance.now() - from) / 1000;
  const busy = performance.eventLoopUtilization(loop).utilization;
  return { seconds: took, busy, cpu: Object.fromEntries(names.map((name, i) => [name, cpuOf(name) - before[i]!])) as Cost['cpu'] };
}
function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function untilLevel(feed: WarehouseFeed, ledger: Ledger): Promise<void> {
  const head = await log.head();
  const stop = new AbortController();
  const running = feed.run(stop.signal);
  while ((await ledger.ends()).fed !== head) await new Promise((resolve) => setTimeout(resolve, 50));
  stop.abort();
  await running;
}

/** Nothing but reading the log, opening what the warehouse opens and making the rows: what the feed cannot be faster than. */
async function withoutInserts(work: (events: readonly Recorded[]) => Promise<unknown>): Promise<Cost> {
  const upTo = (await log.head())!;
  return cost(async () => {
    for await (const events of readRange(log, { upTo }, new AbortController().signal, 5000)) await work(events);
  });
}

type Filled = { readonly into: string; readonly rows: readonly Record<string, unknown>[] };
type Insert = (table: string, rows: Filled['rows']) => Promise<unknown>;

/** Every row the feed wrote, for empty tables of the same shape. */
const everyRow = (client: WarehouseClient, prefix: string): Promise<Filled[]> =>
  Promise.all(
    TABLES.map(async (table) => {
      await client.command(`CREATE TABLE ${prefix}_${table} AS ${table}`);
      return { into: `${prefix}_${table}`, rows: await client.query(`SELECT * FROM ${table}`) };
    }),
  );

/** All tables at once, block by block. */
async function insertAgain(client: WarehouseClient, prefix: string, insert: Insert): Promise<Cost> {
  const block = Number(values.block);
  const filled = await everyRow(client, prefix);
  return cost(() =>
    Promise.all(
      filled.map(async ({ into, rows }) => {
        for (let at = 0; at < rows.length; at += block) await insert(into, rows.slice(at, at + block));
      }),
    ),
  );
}

async function rowCount(client: WarehouseClient): Promise<number> {
  const counts = await Promise.all(TABLES.map((table) => client.query<{ n: string }>(`SELECT count() AS n FROM ${table}`)));
  return counts.reduce((sum, [row]) => sum + Number(row!.n), 0);
}

const folder = temporaryFolder('bench-warehouse');
const at = (name: string) => `${folder.path}/${name}`;
const [events, postgres, house] = await Promise.all([
  startEventStore({ data: at('eventstore') }),
  startPostgres({ data: at('postgres') }),
  startClickHouse({ data: at('clickhouse') }),
]);
const [keys, sql] = [makePool({ url: keysUrl(postgres.url) }), makePool({ url: postgres.url })];
const log = makeEventStore({ url: events.url });
const client = makeWarehouseClient({ url: house.url });
const bare = createClient({ url: house.url, database: 'hub', clickhouse_settings: { date_time_input_format: 'best_effort' } });
try {
  await migrateKeys(keys);
  const sealing = makeSealing({ pool: keys, rootKey: randomBytes(32) });
  const ledger = makeLedger({ sql, version: FEED_VERSION });
  await Promise.all([ledger.migrate(), migrateWarehouse({ url: house.url })]);
  let written = 0;
  for (let i = 0; i < Number(values.patients); i += 1) written += await appendPatient({ store: log, seal: sealing.seal }, 'acme', Number(values.measurements));
  const feed = makeWarehouseFeed({ log, client, ledger, open: sealing.open, digest: sealing.tenantDigest });
  const read = await withoutInserts(async () => undefined);
  const made = await withoutInserts(makeBlocks({ open: sealing.open, digest: sealing.tenantDigest }));
  const fed = await cost(() => untilLevel(feed, ledger));
  const rows = await rowCount(client);
  const objects = await insertAgain(client, 'plain', (table, some) => bare.insert({ table, values: [...some], format: 'JSONEachRow' }));
  const own = await insertAgain(client, 'own', client.insert);
  const per = ({ seconds, busy, cpu }: Cost) => ({
    eventsPerSecond: Math.round(written / seconds),
    eventLoop: Number(busy.toFixed(2)),
    rowsPerSecond: Math.round(rows / seconds),
    cpuMicrosecondsPerEvent: Object.fromEntries(Object.entries(cpu).map(([name, s]) => [name, Math.round((s * 1e6) / written)])),
  });
  const beside = ({ seconds }: Cost) => Number((seconds / fed.seconds).toFixed(3));
  const figures = { read: per(read), readAndFold: per(made), feed: per(fed), plain: per(objects), plainAsTheHub: per(own) };
  console.log(JSON.stringify({ events: written, rows, ...figures, ratio: beside(objects), ratioAsTheHub: beside(own) }, undefined, 2));
} finally {
  await Promise.allSettled([client.close(), bare.close(), log.close(), keys.end(), sql.end()]);
  await Promise.allSettled([events.stop(), postgres.stop(), house.stop()]);
  folder.remove();
}
