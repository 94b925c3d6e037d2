// The live feed as a process that serves sockets reads it, and the trimming that keeps it short.
import type { QueryConfig } from 'pg';
import type { Position } from '#domain/kernel/envelope.ts';
import { VIEWS_GROUP } from '#projections/index.ts';
import { KEEPS_HOURS } from '#projections/sockets/projection.ts';
import { PARTITIONS, partitionOf } from '#projections/kernel/partition.ts';
import type { Feed, FeedRow } from '#read-side/live/feed.ts';
import { atOnce, connected, type Pool, transaction } from './pool.ts';

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

/** `pool` signs in as the application; best with a pipeline, as a process looks into the feed hundreds of times a second. */
export function makeFeed(pool: Pool): Feed {
  /** What was asked, in one transaction that may see so much; the answers in the order of the questions. */
  const asked = (sees: QueryConfig, ...questions: QueryConfig[]): Promise<unknown[][]> =>
    connected(pool, async (client) => {
      try {
        const [, , ...answers] = await atOnce(client, ['begin', sees, ...questions, 'commit']);
        return answers.slice(0, -1).map(({ rows }) => rows as unknown[]);
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      }
    });
  const all: QueryConfig = { name: 'see feed', text: "select set_config('app.feed', 'all', true)" };
  const within = (tenant: string): QueryConfig => ({ name: 'see tenant', text: "select set_config('app.tenant_id', $1, true)", values: [tenant] });
  const standing: QueryConfig = { name: 'standing', text: STANDING, values: [VIEWS_GROUP] };

  return {
    /** Where partitions stand is asked before the rows: every row up to there is among them. */
    after: async (marks, most = PAGE) => {
      const beyond = { name: 'beyond', text: BEYOND, values: [ALL_PARTITIONS, ALL_PARTITIONS.map((p) => String(marks.get(p) ?? -1n)), most] };
      const [stood, rows] = (await asked(all, standing, beyond)) as [Place[], FeedRow[]];
      const told = rows.map(({ tenant, position }): [number, Position] => [partitionOf(tenant), position]);
      return { rows, marks: furthest(...marks, ...told, ...(rows.length < most ? stood : [])) };
    },
    present: async () => furthest(...((await asked(all, standing, { text: NEWEST })) as [Place[], Place[]]).flat()),
    of: async (tenant, position, most = PAGE, only) => {
      const values = [String(position), most, ...(only ? [only.slice, only.streamId] : [])];
      const [rows] = (await asked(within(tenant), { text: only ? OF_STREAM : SOME, values })) as [FeedRow[]];
      return rows;
    },
    span: async () => {
      const text = 'select min(position) as oldest, max(position) as newest from live_feed';
      const [[row]] = (await asked(all, { text })) as [{ oldest: Position | null; newest: Position | null }[]];
      return row?.oldest != null && row.newest != null ? { oldest: row.oldest, newest: row.newest } : undefined;
    },
  };
}

/** Deletes what is older than `hours`, and beyond `most` events; answers how many. `pool` signs in as the projector. */
export async function trimFeed(pool: Pool, { hours = KEEPS_HOURS, most = 200_000 } = {}): Promise<number> {
  const text = `delete from live_feed where recorded_at < now() - make_interval(hours => $1)
    or position <= (select position from live_feed order by position desc offset $2 limit 1)`;
  return transaction(pool, async (client) => (await client.query(text, [hours, most])).rowCount ?? 0);
}
