// The views' database as the runner sees it: rows by key, and one transaction for everything that a batch changed.
import { PARTITIONS } from '#projections/kernel/partition.ts';
import type { Changes, Commit, Key, ViewStore } from '#projections/kernel/ports.ts';
import { ParkedEvent, type ParkedRow } from '#projections/kernel/progress-tables.ts';
import { keyOf } from '#projections/kernel/hot-rows.ts';
import type { AnyRow, View } from '#projections/kernel/projection.ts';
import { type Copy, copying, copyOf } from './copy.ts';
import { blaming, isRefusal } from './faults.ts';
import type { Known } from './known.ts';
import { hold, release } from './leases.ts';
import { connected, makePool, type PoolClient, transaction } from './pool.ts';
import { shapesOf, type Table } from './tables.ts';
import { remove, select, type Statement, upsert } from './upsert.ts';

/** A notice `{"group","at":[[partition,"position"]…]}` after each commit that moved a group. */
export const CHANNEL = 'hub_live';

// What is lost with a crash of the server is lost with its position, and made again from the log.
const BEGIN = 'begin; set local synchronous_commit = off';
// The position is compared as well: a server that crashed may have lost its last commits. A division by zero ends the transaction when one
// partition is not where we think, so that nobody has to wait for the answer before sending the rest.
const MOVE = `with moved as (update partitions p set position = m."to", event_at = coalesce($6, p.event_at), updated_at = now()
    from unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[]) as m(partition, epoch, position, "to")
    where p."group" = $1 and p.partition = m.partition and p.epoch = m.epoch and p.position is not distinct from m.position returning 1)
  select 1 / (count(*) = cardinality($2))::int from moved`;
const isMoved = (error: unknown) => (error as { code?: unknown }).code === '22012';
const NOTIFY = 'select pg_notify($1, $2)';
const FREE = 'delete from parked_events where view = $1 and event_id = any($2)';
const KNOW = 'insert into partitions ("group", partition) select $1, generate_series(0, $2 - 1) on conflict do nothing';
const JOIN = `insert into view_versions (view, "group", version) select unnest($2::text[]), $1, 1
  where not exists (select from partitions where "group" = $1 and position is not null) on conflict do nothing`;
const LIVE = 'select view from view_versions where "group" = $1 and view = any($2)';

const parkedView: View = { name: 'parked', table: ParkedEvent, fold: { name: 'parked', key: () => undefined, when: {} } };
/** A connection that does not answer is given up, and the server gives up one that began and does not go on: both may be half open. */
const PATIENCE_MS = 10_000;

/** New rows, then the rest. */
type Worded = { readonly copies: readonly Copy[]; readonly statements: readonly Statement[] };

export type ViewStoreOptions = {
  readonly url: string;
  readonly views: readonly View[];
  readonly max?: number;
  /** The schema of a build: its tables instead of the live ones, and nobody is told. */
  readonly schema?: string;
  /** All rows there are, by view. Nobody else writes to the tables, and they have no row-level security yet: what is new goes there by COPY. */
  readonly known?: ReadonlyMap<string, Known>;
};

/** `url` signs in as the projector. `close` ends its connections. */
export function makeViewStore({ url, views, max = 4, schema, known = new Map() }: ViewStoreOptions): ViewStore & { close(): Promise<void> } {
  const pool = makePool({ url, max, name: 'hub views', schema, patienceMs: PATIENCE_MS, pipeline: true });
  const shapes = shapesOf([...views, parkedView]);
  const shapeOf = (view: View): Table => shapes.get(view.name)!;

  /** What is not there yet and what may be; once it was sent it may. */
  function split({ view, put }: Changes): { fresh: readonly AnyRow[]; others: readonly AnyRow[] } {
    const have = known.get(view.name);
    if (!have) return { fresh: [], others: put };
    const { fresh = [], others = [] } = Object.groupBy(put, (row) => (have.add(keyOf(row)) ? 'others' : 'fresh'));
    return { fresh, others };
  }
  /** What the changes are in PostgreSQL's words. Throws what cannot be said in text. */
  function worded(changes: Changes): Worded {
    const { view, remove: gone, freed = [] } = changes;
    const { fresh, others } = split(changes);
    return {
      copies: fresh.length > 0 ? [copyOf(shapeOf(view), fresh)] : [],
      statements: [
        ...(others.length > 0 ? [upsert(shapeOf(view), others)] : []),
        ...(gone.length > 0 ? [remove(shapeOf(view), gone)] : []),
        ...(freed.length > 0 ? [{ name: 'free parked', text: FREE, values: [view.name, freed.map(({ eventId }) => eventId)] }] : []),
      ],
    };
  }
  const staged = new WeakMap<Changes, Worded>();
  /** Sends what the changes are, and answers when all of it is answered. */
  function send(client: PoolClient, changes: Changes): Promise<unknown> {
    const { copies, statements } = staged.get(changes) ?? worded(changes);
    return Promise.all([...copies.map((copy) => client.query(copying(copy)).done), ...statements.map((statement) => client.query(statement))]);
  }
  const move = (client: PoolClient, { group, moves, eventAt }: Commit) =>
    client.query({
      name: 'move',
      text: MOVE,
      values: [
        group,
        moves.map((m) => m.partition),
        moves.map((m) => String(m.epoch)),
        moves.map((m) => (m.position === undefined ? null : String(m.position))),
        moves.map((m) => String(m.to)),
        eventAt ?? null,
      ],
    });
  const park = (client: PoolClient, rows: readonly ParkedRow[]) => client.query(upsert(shapeOf(parkedView), rows));
  const tell = (client: PoolClient, { group, moves }: Commit) =>
    client.query(NOTIFY, [CHANNEL, JSON.stringify({ group, at: moves.map(({ partition, to }) => [partition, String(to)]) })]);

  /** What the database refuses is undone alone; answers what to park instead. */
  async function apart(client: PoolClient, changes: Changes, refused: NonNullable<Commit['refused']>): Promise<readonly ParkedRow[]> {
    await client.query('savepoint apart');
    try {
      await send(client, changes);
      return [];
    } catch (error) {
      if (!isRefusal(error) && !(error instanceof TypeError)) throw error;
      await client.query('rollback to savepoint apart');
      return refused(changes, error);
    }
  }

  /** Everything is sent before the first answer comes: one round trip. After a failure the server does nothing of what follows it. */
  async function write(client: PoolClient, commit: Commit): Promise<void> {
    const sent: Promise<unknown>[] = [client.query(BEGIN), move(client, commit)];
    try {
      for (const changes of commit.changes) sent.push(send(client, changes));
      if (commit.parked.length > 0) sent.push(park(client, commit.parked));
      if (!schema) sent.push(tell(client, commit));
      sent.push(client.query('commit'));
    } catch (error) {
      sent.push(Promise.reject(error), client.query('rollback'));
    }
    const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
  }
  async function writeApart(client: PoolClient, commit: Commit, refused: NonNullable<Commit['refused']>): Promise<void> {
    await move(client, commit);
    const late: ParkedRow[] = [];
    for (const changes of commit.changes) late.push(...(await apart(client, changes, refused)));
    const parked = [...commit.parked, ...late];
    if (parked.length > 0) await park(client, parked);
    if (!schema) await tell(client, commit);
  }

  async function commit(what: Commit): Promise<boolean> {
    const { refused } = what;
    try {
      if (refused) await transaction(pool, (client) => writeApart(client, what, refused), BEGIN);
      else await connected(pool, (client) => write(client, what));
      return true;
    } catch (error) {
      if (isMoved(error)) return false; // the partitions that are still ours have moved
      throw error;
    }
  }

  return {
    open: (group, names) =>
      transaction(pool, async (client) => {
        await client.query(KNOW, [group, PARTITIONS]);
        await client.query(JOIN, [group, names]);
        return new Set((await client.query<{ view: string }>(LIVE, [group, names])).rows.map(({ view }) => view));
      }),
    hold: (group, worker, state) => blaming(hold(pool, group, worker, state)),
    release: (group, worker, keep) => blaming(release(pool, group, worker, keep)),
    load: async (view, keys: readonly Key[]) => {
      const have = known.get(view.name);
      const some = have ? keys.filter((key) => have.has(keyOf(key))) : keys;
      return some.length > 0 ? (await blaming(pool.query<AnyRow>(select(shapeOf(view), some)))).rows : [];
    },
    stage: (changes) => void staged.set(changes, worded(changes)),
    commit,
    parked: async (names) => {
      const columns = shapeOf(parkedView).columns.map((c) => `"${c.name}" as "${c.property}"`);
      const asked = `select ${columns.join(', ')} from parked_events where view = any($1) order by position`;
      return (await blaming(pool.query<ParkedRow>(asked, [names]))).rows;
    },
    close: () => pool.end(),
  };
}
