// Catch-up into PostgreSQL views: the hub's runner, beside Emmett's projections of the same events and beside bare upserts of the same rows, and the
// build of all views from zero. In turns, in one run.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { VIEWS_GROUP, views } from '#projections/index.ts';
import { foldBatch, type Rows } from '#projections/kernel/fold.ts';
import { makeHeld } from '#projections/kernel/held.ts';
import { PARTITIONS } from '#projections/kernel/partition.ts';
import type { AnyRow, View } from '#projections/kernel/projection.ts';
import { startRunner } from '#projections/kernel/runner.ts';
import { keysUrl, type Running, startPostgres } from '../embedded/postgres/start.ts';
import { buildViews } from '../postgres/builds.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool, type Pool, transaction } from '../postgres/pool.ts';
import { shapesOf } from '../postgres/tables.ts';
import { upsert } from '../postgres/upsert.ts';
import { makeViewStore } from '../postgres/view-store.ts';
import { makeSealing, migrateKeys, type Sealing } from '../sealing/sealing.ts';
import { passwords } from '../testing/views-hub.ts';
import { cpuSeconds } from './http/cpu.ts';
import { emmettSeconds } from './projections/emmett.ts';
import { logOf, makeEvents } from './projections/events.ts';

const HELP = `node infra/bench/projections.ts [--events 20000] [--batch 500] [--rounds 3] [--days 0] [--only WORDS]
  Events a second, the median of the rounds, and ratios. --only 'built from zero' runs what has these words in its name; profile it with
  node --cpu-prof. --days: how long ago the events were recorded; a build makes no rows of the live feed for those older than one.`;
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { events: text, batch: text, rounds: text, days: text, only: text, help: { type: 'boolean', short: 'h' } } });
const [EVENTS, BATCH, ROUNDS] = [values.events ?? 20_000, values.batch ?? 500, values.rounds ?? 3].map(Number) as [number, number, number];
type Bench = { readonly url: string; readonly engine: Running; readonly pool: Pool; readonly sealing: Sealing; readonly events: readonly Recorded[] };

const header = views.filter(({ name }) => name === 'patient-header');
/** Seconds by the clock, and of CPU, which others on the machine change little. */
type Took = { readonly seconds: number; readonly node: number; readonly server: number };
async function timed({ engine }: Bench, work: () => Promise<void>): Promise<Took> {
  const used = (): [number, number, number] => {
    const { user, system } = process.cpuUsage();
    return [performance.now() / 1000, (user + system) / 1e6, cpuSeconds([engine.pid])];
  };
  const before = used();
  await work();
  const [seconds, node, server] = used().map((now, i) => now - before[i]!) as [number, number, number];
  return { seconds, node, server };
}

/** The rows that each batch changes in each view. */
function rowsByBatch(some: readonly View[], events: readonly Recorded[]): { view: View; put: AnyRow[] }[][] {
  const rows = new Map<string, Rows>(some.map(({ name }) => [name, new Map()]));
  const batches: { view: View; put: AnyRow[] }[][] = [];
  for (let at = 0; at < events.length; at += BATCH) {
    const seen = events.slice(at, at + BATCH).map((event) => ({ ...event, opened: {} }));
    const changes = some.map((view) => ({
      view,
      put: [...foldBatch(view.fold, seen, rows.get(view.name)!, makeHeld()).changed.values()].filter((row) => row !== null),
    }));
    batches.push(changes.filter(({ put }) => put.length > 0));
  }
  return batches;
}
const clear = async ({ pool }: Bench): Promise<void> => {
  for (const { name } of shapesOf(views).values()) await pool.query(`delete from "${name}"`);
  await pool.query('delete from partitions');
  await pool.query('delete from view_versions');
};

/** Bare upserts of the same rows, one transaction for each batch. */
async function bare(bench: Bench, some: readonly View[]): Promise<Took> {
  const { pool, events } = bench;
  const shapes = shapesOf(some);
  const batches = rowsByBatch(some, events);
  return timed(bench, async () => {
    for (const changes of batches)
      await transaction(pool, async (client) => {
        await client.query('set local synchronous_commit = off');
        for (const { view, put } of changes) await client.query(upsert(shapes.get(view.name)!, put));
      });
  });
}

async function ours(bench: Bench, some: readonly View[]): Promise<Took> {
  const { url, sealing, events } = bench;
  const store = makeViewStore({ url, views: some });
  const took = await timed(bench, async () => {
    const runner = startRunner({ group: VIEWS_GROUP, views: some, log: logOf(events), store, open: sealing.open, now: () => new Date(), size: BATCH });
    while (runner.progress().position !== events.at(-1)!.position) await sleep(2);
    await runner.stop();
  });
  await store.close();
  return took;
}

/** Beside live views that have everything. */
async function built(bench: Bench): Promise<Took> {
  const { url, engine, sealing, events, pool } = bench;
  const known = 'insert into partitions ("group", partition, position) select $1, generate_series(0, $2 - 1), $3';
  await pool.query(known, [VIEWS_GROUP, PARTITIONS, String(events.at(-1)!.position)]);
  return timed(bench, async () => {
    await buildViews({ ownerUrl: engine.url, projectorUrl: url, log: logOf(events), open: sealing.open, now: () => new Date() }, { group: VIEWS_GROUP, views });
  });
}

async function emmett(bench: Bench, owner: Pool, round: number): Promise<Took> {
  const url = new URL(bench.engine.url);
  url.pathname = `/emmett_${round}`;
  await owner.query(`create database emmett_${round}`);
  let seconds = 0;
  const took = await timed(bench, async () => {
    seconds = await emmettSeconds(url.href, bench.events, BATCH);
  });
  return { ...took, seconds };
}

async function main(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  const engine = await startPostgres({ data: join(data, 'pg') });
  await migrate({ url: engine.url, passwords });
  const keys = makePool({ url: keysUrl(engine.url) });
  await migrateKeys(keys);
  const sealing = makeSealing({ pool: keys, rootKey: randomBytes(32) });
  const url = asRole(engine.url, 'hub_projector', passwords.projector);
  const pool = makePool({ url });
  const owner = makePool({ url: engine.url, max: 1 });
  const bench: Bench = { url, engine, pool, sealing, events: await makeEvents(sealing, EVENTS, new Date(Date.now() - Number(values.days ?? 0) * 86_400_000)) };
  const seconds = new Map<string, number[]>();
  const note = (name: string, { seconds: took, node, server }: Took) => {
    const each = (cpu: number) => Math.round((cpu * 1e6) / EVENTS);
    seconds.set(name, [...(seconds.get(name) ?? []), took]);
    console.log(
      `${name.padEnd(26)} ${String(Math.round(EVENTS / took)).padStart(7)} events/s; of an event ${each(node)} µs of Node, ${each(server)} µs of PostgreSQL`,
    );
  };
  console.log(`${cpus().length} × ${cpus()[0]?.model}, load average ${loadavg()[0]!.toFixed(1)}, ${EVENTS} events in batches of ${BATCH}`);
  const ways: readonly (readonly [string, (round: number) => Promise<Took>])[] = [
    ['all views, bare upserts', () => bare(bench, views)],
    ['all views, the hub', () => ours(bench, views)],
    ['all views built from zero', () => built(bench)],
    ['one view, bare upserts', () => bare(bench, header)],
    ['one view, the hub', () => ours(bench, header)],
    ['one view, Emmett', (round) => emmett(bench, owner, round)],
  ];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, run] of ways.filter(([name]) => name.includes(values.only ?? ''))) {
      await clear(bench);
      note(name, await run(round));
    }
  const median = (name: string) => seconds.get(name)?.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  for (const [a, b] of [
    ['all views, the hub', 'all views, bare upserts'],
    ['one view, the hub', 'one view, bare upserts'],
    ['one view, the hub', 'one view, Emmett'],
  ] as const)
    if (median(a) && median(b)) console.log(`${a} ÷ ${b}: ${(median(b)! / median(a)!).toFixed(2)}`);
  await Promise.all([pool.end(), owner.end(), keys.end()]);
  await engine.stop();
  rmSync(data, { recursive: true, force: true });
}

if (values.help) console.log(HELP);
else await main();
