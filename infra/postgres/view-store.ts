// The views' database as the runner sees it: rows by key, and one transaction for everything that a batch changed.
import { PARTITIONS } from '#projections/kernel/partition.ts';
import type { Changes, Commit, Key, ViewStore } from '#projections/kernel/ports.ts';
import { ParkedEvent, type ParkedRow } from '#projections/kernel/progress-tables.ts';
import type { AnyRow, View } from '#projections/kernel/projection.ts';
import { blaming, isRefusal } from './faults.ts';
import { hold, release } from './leases.ts';
import { makePool, type PoolClient, transaction } from './pool.ts';
import { shapesOf, type Table } from './tables.ts';
import { remove, select, type Statement, upsert } from './upsert.ts';

/** A notice `{"group","at":[[partition,"position"]…]}` after each commit that moved a group. */
export const CHANNEL = 'hub_live';

// What is lost with a crash of the server is lost with its position, and made again from the log.
const BEGIN = 'set local synchronous_commit = off';
// The position is compared as well: a server that crashed may have lost its last commits.
const MOVE = `update partitions p set position = m."to", event_at = coalesce($6, p.event_at), updated_at = now()
  from unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[]) as m(partition, epoch, position, "to")
  where p."group" = $1 and p.partition = m.partition and p.epoch = m.epoch and p.position is not distinct from m.position`;
const FREE = 'delete from parked_events where view = $1 and event_id = any($2)';
const KNOW = 'insert into partitions ("group", partition) select $1, generate_series(0, $2 - 1) on conflict do nothing';
const JOIN = `insert into view_versions (view, "group", version) select unnest($2::text[]), $1, 1
  where not exists (select from partitions where "group" = $1 and position is not null) on conflict do nothing`;
const LIVE = 'select view from view_versions where "group" = $1 and view = any($2)';

const parkedView: View = { name: 'parked', table: ParkedEvent, fold: { name: 'parked', key: () => undefined, when: {} } };
/** A connection that does not answer is given up, and the server gives up one that began and does not go on: both may be half open. */
const PATIENCE_MS = 10_000;

export type ViewStoreOptions = {
  readonly url: string;
  readonly views: readonly View[];
  readonly max?: number;
  /** The schema of a build: its tables instead of the live ones, and nobody is told. */
  readonly schema?: string;
};

/** `url` signs in as the projector. `close` ends its connections. */
export function makeViewStore({ url, views, max = 4, schema }: ViewStoreOptions): ViewStore & { close(): Promise<void> } {
  const pool = makePool({ url, max, name: 'hub views', schema, patienceMs: PATIENCE_MS });
  const shapes = shapesOf([...views, parkedView]);
  const shapeOf = (view: View): Table => shapes.get(view.name)!;

  const statementsOf = ({ view, put, remove: gone, freed = [] }: Changes): Statement[] => [
    ...(put.length > 0 ? [upsert(shapeOf(view), put)] : []),
    ...(gone.length > 0 ? [remove(shapeOf(view), gone)] : []),
    ...(freed.length > 0 ? [{ name: 'free parked', text: FREE, values: [view.name, freed.map(({ eventId }) => eventId)] }] : []),
  ];
  const run = async (client: PoolClient, statements: readonly Statement[]) => {
    for (const statement of statements) await client.query(statement);
  };

  /** What the database refuses is undone alone; answers what to park instead. */
  async function apart(client: PoolClient, changes: Changes, refused: NonNullable<Commit['refused']>): Promise<readonly ParkedRow[]> {
    await client.query('savepoint apart');
    try {
      await run(client, statementsOf(changes));
      return [];
    } catch (error) {
      if (!isRefusal(error) && !(error instanceof TypeError)) throw error;
      await client.query('rollback to savepoint apart');
      return refused(changes, error);
    }
  }

  async function write(client: PoolClient, { group, moves, eventAt, changes, parked, refused }: Commit): Promise<boolean> {
    await client.query(BEGIN);
    const { rowCount } = await client.query({
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
    if (rowCount !== moves.length) {
      await client.query('rollback'); // the partitions that are still ours have moved
      return false;
    }
    const late: ParkedRow[] = [];
    for (const some of changes)
      if (refused) late.push(...(await apart(client, some, refused)));
      else await run(client, statementsOf(some));
    const rows = [...parked, ...late];
    if (rows.length > 0) await client.query(upsert(shapeOf(parkedView), rows));
    const told = JSON.stringify({ group, at: moves.map(({ partition, to }) => [partition, String(to)]) });
    if (!schema) await client.query('select pg_notify($1, $2)', [CHANNEL, told]);
    return true;
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
    load: async (view, keys: readonly Key[]) => (await blaming(pool.query<AnyRow>(select(shapeOf(view), keys)))).rows,
    commit: (commit) => transaction(pool, (client) => write(client, commit)),
    parked: async (names) => {
      const columns = shapeOf(parkedView).columns.map((c) => `"${c.name}" as "${c.property}"`);
      const asked = `select ${columns.join(', ')} from parked_events where view = any($1) order by position`;
      return (await blaming(pool.query<ParkedRow>(asked, [names]))).rows;
    },
    close: () => pool.end(),
  };
}
