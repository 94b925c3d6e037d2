// The views' database as the runner sees it: rows by key, and one transaction for everything that a batch changed.
import type { Position } from '#domain/kernel/envelope.ts';
import type { Commit, Key, ViewStore } from '#projections/kernel/ports.ts';
import { ParkedEvent } from '#projections/kernel/progress-tables.ts';
import type { AnyRow, View } from '#projections/kernel/projection.ts';
import { blaming } from './faults.ts';
import { takeLease } from './lease.ts';
import { makePool, type PoolClient, transaction } from './pool.ts';
import { shapesOf, type Table } from './tables.ts';
import { remove, select, type Statement, upsert } from './upsert.ts';

/** A notice `{"group","position"}` after each commit that moved a group. */
export const CHANNEL = 'hub_live';

// What is lost with a crash of the server is lost with its checkpoint, and made again from the log.
const BEGIN = 'set local synchronous_commit = off';
const LOOK = 'select view, position from checkpoints where "group" = $1 and view = any($2)';
const STAND = `${LOOK} for update`;
const MOVE = 'update checkpoints set position = $3, event_at = coalesce($4, event_at), updated_at = now() where "group" = $1 and view = any($2)';
const COUNT = 'update checkpoints c set parked = (select count(*) from parked_events p where p.view = c.view) where "group" = $1 and view = any($2)';
const KNOW = 'insert into checkpoints ("group", view) select $1, unnest($2::text[]) on conflict do nothing';

async function stands(client: PoolClient, { group, from }: Commit): Promise<boolean> {
  const { rows } = await client.query<{ view: string; position: Position | null }>(STAND, [group, [...from.keys()]]);
  const at = new Map(rows.map((row) => [row.view, row.position ?? undefined]));
  return [...from].every(([view, position]) => at.has(view) && at.get(view) === position);
}

const parkedView: View = { name: 'parked', table: ParkedEvent, fold: { name: 'parked', key: () => undefined, when: {} } };

/** `url` signs in as the projector. `close` ends its connections. */
export function makeViewStore({ url, views, max = 4 }: { url: string; views: readonly View[]; max?: number }): ViewStore & { close(): Promise<void> } {
  const pool = makePool({ url, max, name: 'hub views' });
  const shapes = shapesOf([...views, parkedView]);
  const shapeOf = (view: View): Table => shapes.get(view.name)!;

  const statementsOf = ({ changes, parked }: Commit): Statement[] => [
    ...changes.flatMap(({ view, put, remove: gone }) => [
      ...(put.length > 0 ? [upsert(shapeOf(view), put)] : []),
      ...(gone.length > 0 ? [remove(shapeOf(view), gone)] : []),
    ]),
    ...(parked.length > 0 ? [upsert(shapeOf(parkedView), parked)] : []),
  ];

  async function write(client: PoolClient, commit: Commit): Promise<boolean> {
    await client.query(BEGIN);
    if (!(await stands(client, commit))) return false;
    for (const statement of statementsOf(commit)) await client.query(statement);
    const names = [...commit.from.keys()];
    await client.query(MOVE, [commit.group, names, String(commit.reached), commit.eventAt ?? null]);
    if (commit.parked.length > 0) await client.query(COUNT, [commit.group, names]);
    await client.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify({ group: commit.group, position: String(commit.reached) })]);
    return true;
  }

  return {
    lease: (group, signal) => takeLease(url, group, signal),
    checkpoints: (group, names) =>
      transaction(pool, async (client) => {
        const look = async () => (await client.query<{ view: string; position: Position | null }>(LOOK, [group, names])).rows;
        const known = await look();
        if (known.length < names.length) await client.query(KNOW, [group, names]);
        const rows = known.length < names.length ? await look() : known;
        return new Map(rows.map((row) => [row.view, row.position ?? undefined]));
      }),
    load: async (view, keys: readonly Key[]) => (await blaming(pool.query<AnyRow>(select(shapeOf(view), keys)))).rows,
    commit: (commit) => transaction(pool, (client) => write(client, commit)),
    parked: async (group) => {
      const asked = 'select p.view, p.tenant, p.key from parked_events p join checkpoints c on c.view = p.view where c."group" = $1';
      return (await blaming(pool.query<{ view: string; tenant: string; key: string }>(asked, [group]))).rows;
    },
    close: () => pool.end(),
  };
}
