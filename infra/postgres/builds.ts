// Views built again from the log beside the live ones, `name@version` until they take their place. Nothing but the live views tells anybody of an
// event, so a build pushes nothing and starts nothing; and who reads never meets an unfinished view.
//
// Every step may be the last one of a process that dies: the tables and how far they are survive it, and the next try goes on from there.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { LogReader, StreamReader } from '#domain/kernel/event-store.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import { makeApplier } from '#projections/kernel/batch.ts';
import { leastOf, partitionOf } from '#projections/kernel/partition.ts';
import { untrimmed, type View } from '#projections/kernel/projection.ts';
import { startRunner } from '#projections/kernel/runner.ts';
import { type Estimate, estimate } from './build-progress.ts';
import { dropTables, makeIndexes, makeTables, protect, quoted, unforced } from './build-tables.ts';
import { type Difference, differences } from './differences.ts';
import { blaming } from './faults.ts';
import { type Known, makeKnown } from './known.ts';
import { makePool, type Pool, transaction } from './pool.ts';
import { rowsKnown } from './recall.ts';
import { shapesOf } from './tables.ts';
import { CHANNEL, makeViewStore } from './view-store.ts';

export type BuildDeps = {
  readonly ownerUrl: string;
  readonly projectorUrl: string;
  readonly log: Pick<LogReader, 'follow' | 'head'> & StreamReader;
  readonly open: Open;
  readonly now: () => Date;
  readonly upcast?: (event: Recorded) => Recorded;
};
export type BuildProgress = Estimate & { readonly build: string; readonly eventsPerSecond: number };
export type BuildOptions = {
  readonly group: string;
  readonly views: readonly View[];
  /** Only this tenant's rows, which then replace this tenant's rows. */
  readonly tenant?: string;
  /** Stop when level and say what would change. */
  readonly onlyCompare?: boolean;
  readonly onProgress?: (progress: BuildProgress) => void;
  readonly signal?: AbortSignal;
};
export type Built = {
  readonly build: string;
  readonly events: number;
  readonly seconds: number;
  readonly swapped: boolean;
  readonly differences?: readonly Difference[];
};

type At = ReadonlyMap<number, Position | undefined>;
const LOOK_MS = 50;
const TELL_MS = 1000;
const LEVEL_PATIENCE_MS = 60_000;
const WORKER = 'builder';

const positions = async (pool: Pool, schema: string, group: string): Promise<Map<number, Position | undefined>> =>
  new Map(
    (
      await pool.query<{ partition: number; position: Position | null }>(`select partition, position from ${quoted(schema)}.partitions where "group" = $1`, [
        group,
      ])
    ).rows.map(({ partition, position }) => [partition, position ?? undefined]),
  );

/** Builds `views` and lets them take the live ones' place. Throws `unavailable` when an engine is away or another build of them is under way. */
export async function buildViews(deps: BuildDeps, options: BuildOptions): Promise<Built> {
  const { group, tenant, signal } = options;
  const now = deps.now();
  const views = options.views.map((one) => untrimmed(one, now));
  const owner = makePool({ url: deps.ownerUrl, max: 3, name: 'hub build' });
  const projector = makePool({ url: deps.projectorUrl, max: 2, name: 'hub build' });
  try {
    return await alone(owner, views, () => build({ ...deps, ...options, group, views, tenant, signal, owner, projector, tables: tablesOf(views) }));
  } finally {
    await Promise.all([owner.end(), projector.end()]);
  }
}
type Work = BuildDeps & BuildOptions & { readonly owner: Pool; readonly projector: Pool; readonly tables: readonly string[] };

const tablesOf = (views: readonly View[]) => [...shapesOf(views).values()].map(({ name }) => name);

/** Of each view there is one build at a time. The lock goes with its session. */
async function alone<T>(owner: Pool, views: readonly View[], work: () => Promise<T>): Promise<T> {
  const client = await blaming(owner.connect());
  try {
    for (const { name } of views) {
      const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock(hashtext('hub.build'), hashtext($1)) as got", [name]);
      if (!rows[0]!.got) throw new HubError('unavailable', 'projection.being-built', `another build of ${name} is under way`);
    }
    return await work();
  } finally {
    client.release(true); // with its session its locks
  }
}

async function build(work: Work): Promise<Built> {
  const since = performance.now();
  const { schema, known } = await begin(work);
  const store = makeViewStore({ url: work.projectorUrl, views: work.views, schema, known });
  try {
    const events = await catchUp(work, store, schema);
    const found = await finish(work, store, schema);
    const seconds = (performance.now() - since) / 1000;
    return { build: schema, events, seconds, swapped: !work.onlyCompare, ...(found && { differences: found }) };
  } finally {
    await store.close();
  }
}

const versionAfter = async (projector: Pool, views: readonly View[]): Promise<number> => {
  const text = 'select coalesce(max(version), 0) + 1 as version from view_versions where view = any($1)';
  return (await projector.query<{ version: number }>(text, [views.map((v) => v.name)])).rows[0]!.version;
};

/** The tables, new or as the last try left them, and what is in them. */
async function begin({ owner, projector, group, views, tenant, tables }: Work): Promise<{ schema: string; known: ReadonlyMap<string, Known> }> {
  const name = `${views.length === 1 ? views[0]!.name : group}@${await versionAfter(projector, views)}${tenant ? `.${tenant}` : ''}`;
  const isNew = await transaction(owner, (client) => makeTables(client, name, tables));
  await projector.query(`delete from ${quoted(name)}.workers`); // of a builder that died: there is no other while we build
  await projector.query(`update ${quoted(name)}.partitions set owner = null, epoch = epoch + 1`); // what it sent last is written before this, or never
  const known = isNew ? new Map(views.map((view) => [view.name, makeKnown()])) : await rowsKnown(projector, name, views);
  return { schema: name, known };
}

type Store = ReturnType<typeof makeViewStore>;
/**
 * The log, or what one tenant wrote of it. It stands at the last event, never at what else the log tells of its end: live views may not have
 * heard that yet, and would seem to be behind.
 */
const within = ({ log, tenant }: Work): BuildDeps['log'] => ({
  ...log,
  async *follow(options) {
    const end = tenant === undefined ? undefined : await log.head();
    let position = options.after ?? 0n;
    for await (const { events, live } of log.follow({ ...options, ...(tenant !== undefined && { tenant }) })) {
      position = events.at(-1)?.position ?? position;
      if (live && end !== undefined && end > position) position = end;
      yield { events, live, position };
    }
  },
});

/** From where the build stands to the end of the log. Answers how many events it took. */
async function catchUp(work: Work, store: Store, schema: string): Promise<number> {
  const { group, signal, log, onProgress } = work;
  const from = leastOf([...(await positions(work.projector, schema, group)).values()]) ?? 0n;
  const head = (await log.head()) ?? 0n;
  const since = performance.now();
  let failure: unknown;
  const runner = startRunner({ ...work, log: within(work), store, size: 2000, onRetry: (error) => (failure = error) });
  try {
    for (let toldAt = Number.NEGATIVE_INFINITY; ; await sleep(LOOK_MS)) {
      signal?.throwIfAborted();
      const { state, position, eventsPerSecond, applied } = runner.progress();
      if (state === 'live') return applied;
      if (failure instanceof HubError && failure.kind === 'bug') throw failure;
      if (performance.now() - toldAt < TELL_MS) continue;
      toldAt = performance.now();
      onProgress?.({ build: schema, eventsPerSecond, ...estimate({ from, at: position ?? from, head, seconds: (performance.now() - since) / 1000 }) });
    }
  } finally {
    await runner.stop();
  }
}

/** The last events, with the live views held still, and then the exchange. Tried again while the live views are behind the build. */
async function finish(work: Work, store: Store, schema: string): Promise<readonly Difference[] | undefined> {
  await makeIndexes(work.owner, schema, work.tables);
  for (const end = performance.now() + LEVEL_PATIENCE_MS; ; await sleep(LOOK_MS)) {
    work.signal?.throwIfAborted();
    const found = await (work.tenant === undefined ? exchange(work, store, schema) : exchangeTenant(work, store, schema, work.tenant)).catch(ifBusy);
    if (found !== 'behind') return found;
    if (performance.now() > end) throw new HubError('unavailable', 'projection.live-behind', 'the live views do not move: is a projections role running?');
  }
}

/** Somebody read for longer than we want everybody else to wait. */
function ifBusy(error: unknown): 'behind' {
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  if (code === '55P03' || code === '40P01') return 'behind';
  throw error;
}

/** Applies what lies between the build and `to`. False when the build is past `to`. */
async function bring(work: Work, store: Store, to: At): Promise<boolean> {
  const { group, views } = work;
  const claims = await store.hold(group, WORKER);
  const short = claims.filter(({ partition, position }) => position !== to.get(partition) && to.has(partition));
  const isPast = ({ partition, position }: (typeof claims)[number]) => position !== undefined && position > (to.get(partition) ?? -1n);
  if (short.some(isPast)) return false;
  if (short.length === 0) return true;
  const applier = makeApplier({ ...work, streams: work.log, store }, claims, await store.parked(views.map((v) => v.name)));
  const last = short.map(({ partition }) => to.get(partition)!).reduce((a, b) => (a > b ? a : b));
  const over = new AbortController();
  for await (const batch of within(work).follow({ after: leastOf(short.map((c) => c.position)), signal: over.signal })) {
    const isDue = ({ meta, position }: Recorded) => {
      const partition = partitionOf(meta.tenant);
      return position <= (to.get(partition) ?? -1n) && position > (applier.at.get(partition) ?? -1n);
    };
    const isAll = batch.live || batch.position >= last; // live: beyond it there was nothing when the live views were held still
    const reached = new Map(short.map(({ partition }) => [partition, isAll || batch.position > to.get(partition)! ? to.get(partition)! : batch.position]));
    await applier.apply({ events: batch.events.filter(isDue), reached });
    if (isAll) break;
  }
  over.abort();
  return true;
}

/** Of no event: only that answers kept from the old rows are old. */
const TELL_EXCHANGED = 'select pg_notify($1, $2)';
const exchanged = (group: string) => [CHANNEL, JSON.stringify({ group, at: [], exchanged: true })];
const TELL_AGAIN = 'update partitions set epoch = epoch + 1 where "group" = $1 and ($2::int is null or partition = $2)';

/** All tables at once: a reader sees the old ones or the new ones, whole. */
const exchange = (work: Work, store: Store, schema: string): Promise<readonly Difference[] | undefined | 'behind'> =>
  transaction(work.owner, async (client) => {
    const { group, views, tables, projector, onlyCompare } = work;
    await client.query("set local lock_timeout = '5s'");
    await client.query('lock table public.partitions in exclusive mode'); // the live views wait here, and nobody who reads
    if (!(await bring(work, store, await positions(projector, 'public', group)))) return 'behind';
    if (onlyCompare) return differences(projector, schema, views);
    const version = await versionAfter(projector, views);
    for (const table of tables) {
      await protect(client, schema, table);
      await client.query(`drop table public.${quoted(table)}`);
      await client.query(`alter table ${quoted(schema)}.${quoted(table)} set schema public`);
    }
    const names = views.map((v) => v.name);
    await unforced(client, ['public.parked_events', 'public.view_versions', 'public.partitions', `${quoted(schema)}.parked_events`], async () => {
      await client.query('delete from public.parked_events where view = any($1)', [names]);
      await client.query(`insert into public.parked_events select * from ${quoted(schema)}.parked_events`);
      await client.query(
        `insert into public.view_versions (view, "group", version, built_at) select unnest($1::text[]), $2, $3, now()
         on conflict (view) do update set version = excluded.version, built_at = now()`,
        [names, group, version],
      );
      await client.query(TELL_AGAIN, [group, null]);
      await client.query(TELL_EXCHANGED, exchanged(group));
    });
    await dropTables(client, schema);
    return undefined;
  });

/** One tenant's rows, by the projector itself. */
async function exchangeTenant(work: Work, store: Store, schema: string, tenant: string): Promise<readonly Difference[] | undefined | 'behind'> {
  const { group, views, tables, projector } = work;
  const partition = partitionOf(tenant);
  const names = views.map((v) => v.name);
  const done = await transaction(projector, async (client) => {
    const { rows } = await client.query<{ position: Position | null }>(
      'select position from public.partitions where "group" = $1 and partition = $2 for update',
      [group, partition],
    );
    if (!(await bring(work, store, new Map([[partition, rows[0]?.position ?? undefined]])))) return 'behind';
    if (work.onlyCompare) return differences(projector, schema, views, tenant);
    for (const table of tables) {
      await client.query(`delete from public.${quoted(table)} where tenant = $1`, [tenant]);
      await client.query(`insert into public.${quoted(table)} select * from ${quoted(schema)}.${quoted(table)} where tenant = $1`, [tenant]);
    }
    await client.query('delete from public.parked_events where view = any($1) and tenant = $2', [names, tenant]);
    await client.query(`insert into public.parked_events select * from ${quoted(schema)}.parked_events where tenant = $1`, [tenant]);
    await client.query(TELL_AGAIN, [group, partition]);
    await client.query(TELL_EXCHANGED, exchanged(group));
    return undefined;
  });
  if (done === undefined) await dropTables(work.owner, schema);
  return done;
}

/** Gives up a build that was only compared. */
export async function abandon(ownerUrl: string, build: string): Promise<void> {
  const owner = makePool({ url: ownerUrl, max: 1, name: 'hub build' });
  await dropTables(owner, build).finally(() => owner.end());
}
