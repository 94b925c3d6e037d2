// The live feed as a process that serves sockets reads it, and the trimming that keeps it short.
import type { PoolClient } from 'pg';
import type { Position } from '#domain/kernel/envelope.ts';
import { VIEWS_GROUP } from '#projections/index.ts';
import { PARTITIONS, partitionOf } from '#projections/kernel/partition.ts';
import type { Feed, FeedRow, Marks } from '#read-side/live/feed.ts';
import { type Pool, transaction } from './pool.ts';

const COLUMNS =
  'tenant, id, type, slice, stream_id as "streamId", case_id as "caseId", patient_id as "patientId", recorded_at as "recordedAt", actor_kind as "actorKind", actor_role as "actorRole", position';
const PAGE = 1000;
const SOME = `select ${COLUMNS} from live_feed where position > $1 order by position limit $2`;
const OF_STREAM = `select ${COLUMNS} from live_feed where position > $1 and slice = $3 and stream_id = $4 order by position limit $2`;
const BEYOND = `select ${COLUMNS.replaceAll(/(^|, )/g, '$1f.')} from unnest($1::int[], $2::bigint[]) m(partition, position)
  cross join lateral (select * from live_feed f where f.partition = m.partition and f.position > m.position order by f.position limit $3) f order by f.position limit $3`;
const STANDING = 'select partition, position from partitions where "group" = $1 and position is not null';
const NEWEST = 'select partition, max(position) as position from live_feed where partition is not null group by 1';
const ALL_PARTITIONS = Array.from({ length: PARTITIONS }, (_, partition) => partition);
type Place = { partition: number; position: Position };

const furthest = (...places: readonly (Place | readonly [number, Position])[]): Map<number, Position> => {
  const marks = new Map<number, Position>();
  for (const place of places) {
    const [partition, position] = 'partition' in place ? [place.partition, place.position] : place;
    if ((marks.get(partition) ?? -1n) < position) marks.set(partition, position);
  }
  return marks;
};

/** `pool` signs in as the application. */
export function makeFeed(pool: Pool): Feed {
  const within = <T>(setting: 'app.feed' | 'app.tenant_id', value: string, work: (client: PoolClient) => Promise<T>): Promise<T> =>
    transaction(pool, async (client) => {
      await client.query('select set_config($1, $2, true)', [setting, value]);
      return work(client);
    });
  const all = <T>(work: (client: PoolClient) => Promise<T>) => within('app.feed', 'all', work);
  const rowsOf = async <T extends object>(client: PoolClient, text: string, values: unknown[] = []) => (await client.query<T>(text, values)).rows;

  /** Asked before the rows: every row up to where a partition stood then is among them. */
  const standing = (client: PoolClient) => rowsOf<Place>(client, STANDING, [VIEWS_GROUP]);
  const after = (marks: Marks, most = PAGE): Promise<{ rows: FeedRow[]; marks: Marks }> =>
    all(async (client) => {
      const stood = await standing(client);
      const rows = await rowsOf<FeedRow>(client, BEYOND, [ALL_PARTITIONS, ALL_PARTITIONS.map((p) => String(marks.get(p) ?? -1n)), most]);
      const told = rows.map(({ tenant, position }): [number, Position] => [partitionOf(tenant), position]);
      return { rows, marks: furthest(...marks, ...told, ...(rows.length < most ? stood : [])) };
    });
  return {
    after,
    present: () => all(async (client) => furthest(...(await standing(client)), ...(await rowsOf<Place>(client, NEWEST)))),
    of: (tenant, position, most = PAGE, only) =>
      within('app.tenant_id', tenant, (client) =>
        rowsOf<FeedRow>(client, only ? OF_STREAM : SOME, [String(position), most, ...(only ? [only.slice, only.streamId] : [])]),
      ),
    span: async () => {
      const asked = 'select min(position) as oldest, max(position) as newest from live_feed';
      const [row] = await all((client) => rowsOf<{ oldest: Position | null; newest: Position | null }>(client, asked));
      return row?.oldest != null && row.newest != null ? { oldest: row.oldest, newest: row.newest } : undefined;
    },
  };
}

/** Deletes what is older than `hours`, and beyond `most` events; answers how many. `pool` signs in as the projector. */
export async function trimFeed(pool: Pool, { hours = 24, most = 200_000 } = {}): Promise<number> {
  const text = `delete from live_feed where recorded_at < now() - make_interval(hours => $1)
    or position <= (select position from live_feed order by position desc offset $2 limit 1)`;
  return transaction(pool, async (client) => (await client.query(text, [hours, most])).rowCount ?? 0);
}
