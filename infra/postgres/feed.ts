// The live feed as a process that serves sockets reads it, and the trimming that keeps it short.
import type { Position } from '#domain/kernel/envelope.ts';
import { type Pool, transaction } from './pool.ts';

export type FeedEvent = {
  readonly tenant: string;
  readonly id: string;
  readonly type: string;
  readonly slice: string;
  readonly streamId: string;
  readonly caseId: string | null;
  readonly patientId: string | null;
  readonly recordedAt: Date;
  readonly actorKind: string;
  readonly actorRole: string;
  readonly position: Position;
};
export type Feed = {
  /** Up to `most` events of all tenants after `after`, oldest first. */
  after(after: Position, most?: number): Promise<FeedEvent[]>;
  /** Up to `most` events of one tenant after `after`, oldest first. */
  of(tenant: string, after: Position, most?: number): Promise<FeedEvent[]>;
  /** The oldest and newest position held; undefined when the feed is empty. A cursor older than `oldest` must start again. */
  span(): Promise<{ oldest: Position; newest: Position } | undefined>;
};

const COLUMNS =
  'tenant, id, type, slice, stream_id as "streamId", case_id as "caseId", patient_id as "patientId", recorded_at as "recordedAt", actor_kind as "actorKind", actor_role as "actorRole", position';
const PAGE = 1000;

/** `pool` signs in as the application. */
export function makeFeed(pool: Pool): Feed {
  const reading = <T extends object>(setting: 'app.feed' | 'app.tenant_id', value: string, text: string, values: unknown[]): Promise<T[]> =>
    transaction(pool, async (client) => {
      await client.query('select set_config($1, $2, true)', [setting, value]);
      return (await client.query<T>(text, values)).rows;
    });
  const SOME = `select ${COLUMNS} from live_feed where position > $1 order by position limit $2`;
  return {
    after: (after, most = PAGE) => reading('app.feed', 'all', SOME, [String(after), most]),
    of: (tenant, after, most = PAGE) => reading('app.tenant_id', tenant, SOME, [String(after), most]),
    span: async () => {
      const asked = 'select min(position) as oldest, max(position) as newest from live_feed';
      const [row] = await reading<{ oldest: Position | null; newest: Position | null }>('app.feed', 'all', asked, []);
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
