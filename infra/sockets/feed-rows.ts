// The live feed from PostgreSQL, as the application's role.
import type { Feed, FeedRow } from '#read-side/live/feed.ts';
import { type Setting, scoped } from '../auth/scoped.ts';
import type { Pool } from '../postgres/pool.ts';

type Row = {
  position: string;
  tenant: string;
  type: string;
  slice: string;
  stream_id: string;
  case_id: string | null;
  patient_id: string | null;
  recorded_at: Date;
  actor_kind: string;
  actor_role: string;
}; // prettier-ignore
const COLUMNS = 'position, tenant, type, slice, stream_id, case_id, patient_id, recorded_at, actor_kind, actor_role';

const toFeedRow = (row: Row): FeedRow => ({
  position: BigInt(row.position),
  tenant: row.tenant,
  type: row.type,
  slice: row.slice,
  streamId: row.stream_id,
  caseId: row.case_id ?? undefined,
  patientId: row.patient_id ?? undefined,
  recordedAt: row.recorded_at,
  actorKind: row.actor_kind,
  actorRole: row.actor_role,
});

export function makeFeed(pool: Pool): Feed {
  const query = <R extends object>(setting: Setting, value: string, sql: string, values: unknown[] = []) =>
    scoped(pool, setting, value, async (client) => (await client.query<R>(sql, values)).rows);
  return {
    readAll: async (after, limit) =>
      (await query<Row>('app.feed', 'all', `select ${COLUMNS} from live_feed where position > $1 order by position limit $2`, [after, limit])).map(toFeedRow),
    readTenant: async (tenant, after, limit) => {
      const sql = `select ${COLUMNS} from live_feed where tenant = $1 and position > $2 order by position limit $3`;
      return (await query<Row>('app.tenant_id', tenant, sql, [tenant, after, limit])).map(toFeedRow);
    },
    countTenant: async (tenant, after, most) => {
      const sql = 'select count(*)::int as n from (select 1 from live_feed where tenant = $1 and position > $2 limit $3) as rows';
      return (await query<{ n: number }>('app.tenant_id', tenant, sql, [tenant, after, most]))[0]!.n;
    },
    bounds: async () => {
      const [row] = await query<{ oldest: string | null; head: string | null }>(
        'app.feed',
        'all',
        'select min(position) as oldest, max(position) as head from live_feed',
      );
      return { oldest: BigInt(row?.oldest ?? 0), head: BigInt(row?.head ?? 0) };
    },
  };
}
