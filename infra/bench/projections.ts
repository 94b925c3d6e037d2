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
import type { AnyRow, View } from '#projections/kernel/projection.ts';
import { startRunner } from '#projections/kernel/runner.ts';
import { keysUrl, startPostgres } from '../embedded/postgres/start.ts';
import { buildViews } from '../postgres/builds.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool, type Pool, transaction } from '../postgres/pool.ts';
import { shapesOf } from '../postgres/tables.ts';
import { upsert } from '../postgres/upsert.ts';
import { makeViewStore } from '../postgres/view-store.ts';
import { makeSealing, migrateKeys, type Sealing } from '../sealing/sealing.ts';
import { passwords } from '../testing/views-hub.ts';
import { emmettSeconds } from './projections/emmett.ts';
import { logOf, makeEvents } from './projections/events.ts';

const HELP = `node infra/bench/projections.ts [--events 20000] [--batch 500] [--rounds 3] [--no-emmett]
  Events a second, the median of the rounds, and ratios. Profile with node --cpu-prof.`;
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { events: text, batch: text, rounds: text, 'no-emmett': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
const [EVENTS, BATCH, ROUNDS] = [values.events ?? 20_000, values.batch ?? 500, values.rounds ?? 3].map(Number) as [number, number, number];
type Bench = { readonly url: string; readonly engine: string; readonly pool: Pool; readonly sealing: Sealing; readonly events: readonly Recorded[] };

const header = views.filter(({ name }) => name === 'patient-header');
const timed = async (work: () => Promise<void>): Promise<number> => {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
};

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
async function bare({ pool, events }: Bench, some: readonly View[]): Promise<number> {
  const shapes = shapesOf(some);
  const batches = rowsByBatch(some, events);
  return timed(async () => {
    for (const changes of batches)
      await transaction(pool, async (client) => {
        await client.query('set local synchronous_commit = off');
        for (const { view, put } of changes) await client.query(upsert(shapes.get(view.name)!, put));
      });
  });
}

async function ours({ url, sealing, events }: Bench, some: readonly View[]): Promise<number> {
  const store = makeViewStore({ url, views: some });
  const seconds = await timed(async () => {
    const runner = startRunner({ group: VIEWS_GROUP, views: some, log: logOf(events), store, open: sealing.open, now: () => new Date(), size: BATCH });
    while (runner.status().position !== events.at(-1)!.position) await sleep(2);
    await runner.stop();
  });
  await store.close();
  return seconds;
}

const built = ({ url, engine, sealing, events }: Bench): Promise<number> =>
  timed(async () => {
    await buildViews({ ownerUrl: engine, projectorUrl: url, log: logOf(events), open: sealing.open, now: () => new Date() }, { group: VIEWS_GROUP, views });
  });

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
  const bench: Bench = { url, engine: engine.url, pool, sealing, events: await makeEvents(sealing, EVENTS) };
  const seconds = new Map<string, number[]>();
  const note = (name: string, took: number) => {
    seconds.set(name, [...(seconds.get(name) ?? []), took]);
    console.log(`${name.padEnd(34)} ${Math.round(EVENTS / took)} events/s`);
  };
  const other = new URL(engine.url);
  console.log(`${cpus().length} × ${cpus()[0]?.model}, load average ${loadavg()[0]!.toFixed(1)}, ${EVENTS} events in batches of ${BATCH}`);
  for (let round = 0; round < ROUNDS; round += 1) {
    await clear(bench);
    note('all views, bare upserts', await bare(bench, views));
    await clear(bench);
    note('all views, the hub', await ours(bench, views));
    note('all views built from zero', await built(bench));
    await clear(bench);
    note('one view, bare upserts', await bare(bench, header));
    await clear(bench);
    note('one view, the hub', await ours(bench, header));
    if (values['no-emmett']) continue;
    other.pathname = `/emmett_${round}`;
    await owner.query(`create database emmett_${round}`);
    note('one view, Emmett', await emmettSeconds(other.href, bench.events, BATCH));
  }
  const median = (name: string) => seconds.get(name)!.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
  const ratio = (a: string, b: string) => console.log(`${a} ÷ ${b}: ${(median(b) / median(a)).toFixed(2)}`);
  ratio('all views, the hub', 'all views, bare upserts');
  ratio('one view, the hub', 'one view, bare upserts');
  if (!values['no-emmett']) ratio('one view, the hub', 'one view, Emmett');
  await Promise.all([pool.end(), owner.end(), keys.end()]);
  await engine.stop();
  rmSync(data, { recursive: true, force: true });
}

if (values.help) console.log(HELP);
else await main();
