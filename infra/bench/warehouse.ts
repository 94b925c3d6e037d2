// How fast the feed brings a sealed log into the warehouse, beside the same rows inserted with nothing around it.
//   node infra/bench/warehouse.ts [--patients 600] [--measurements 100] [--block 30000]   rows of a plain insert
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
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

type Cost = { readonly seconds: number; readonly cpu: Readonly<Record<'hub' | 'eventStore' | 'clickHouse', number>> };

/** What a piece of work took by the clock, and in CPU seconds of each process, which a busy machine does not distort. */
async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const pids = { hub: process.pid, eventStore: events.pid, clickHouse: house.pid };
  const cpuOf = (name: keyof typeof pids) => (name === 'hub' ? ownCpu() : cpuSeconds([pids[name]]));
  const names = Object.keys(pids) as (keyof typeof pids)[];
  const [from, before] = [performance.now(), names.map(cpuOf)];
  await work();
  const took = (performance.now() - from) / 1000;
  return { seconds: took, cpu: Object.fromEntries(names.map((name, i) => [name, cpuOf(name) - before[i]!])) as Cost['cpu'] };
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

/** Every row the feed wrote, inserted again into empty tables of the same shape, all tables at once. */
async function insertAgain(client: WarehouseClient): Promise<Cost> {
  const block = Number(values.block);
  const filled = await Promise.all(
    TABLES.map(async (table) => {
      await client.command(`CREATE TABLE raw_${table} AS ${table}`);
      return { into: `raw_${table}`, rows: await client.query(`SELECT * FROM ${table}`) };
    }),
  );
  return cost(() =>
    Promise.all(
      filled.map(async ({ into, rows }) => {
        for (let at = 0; at < rows.length; at += block) await client.insert(into, rows.slice(at, at + block));
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
  const raw = await insertAgain(client);
  const per = ({ seconds, cpu }: Cost) => ({
    eventsPerSecond: Math.round(written / seconds),
    rowsPerSecond: Math.round(rows / seconds),
    cpuMicrosecondsPerEvent: Object.fromEntries(Object.entries(cpu).map(([name, s]) => [name, Math.round((s * 1e6) / written)])),
  });
  const ratio = Number((raw.seconds / fed.seconds).toFixed(3));
  console.log(JSON.stringify({ events: written, rows, read: per(read), readAndFold: per(made), feed: per(fed), plain: per(raw), ratio }, undefined, 2));
} finally {
  await Promise.allSettled([client.close(), log.close(), keys.end(), sql.end()]);
  await Promise.allSettled([events.stop(), postgres.stop(), house.stop()]);
  folder.remove();
}
