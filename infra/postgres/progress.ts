// How far each group of views is, as a process that only reads sees it: by notices, and by asking when a notice may have been missed.
import type { Position } from '#domain/kernel/envelope.ts';
import { leastOf, partitionOf } from '#projections/kernel/partition.ts';
import type { PartitionProgress, ViewProgress, WorkerProgress } from '#read-side/kernel/deps.ts';
import type { ParkedRow, WorkerState } from '#projections/kernel/progress-tables.ts';
import { LEASE_SECONDS } from './leases.ts';
import { listen } from './listen.ts';
import { type Pool, transaction } from './pool.ts';
import { CHANNEL } from './view-store.ts';

export type Progress = {
  readonly ready: Promise<void>;
  views(): Promise<ViewProgress[]>;
  parked(): Promise<ParkedRow[]>;
  isParked(event: Pick<ParkedRow, 'tenant' | 'view' | 'eventId'>): Promise<boolean>;
  partitions(group: string): Promise<PartitionProgress[]>;
  /** Those that gave a sign of life within the last lease. */
  workers(group: string): Promise<WorkerProgress[]>;
  /** Whether the group reached `position` within `ms`: the partition of `tenant`, or all of them. */
  waitFor(group: string, position: Position, ms: number, tenant?: string): Promise<boolean>;
  close(): Promise<void>;
};
type Standing = { group: string; partition: number; position: Position | null; owner: string | null };
type At = ReadonlyMap<number, Position>;
const ASK_AGAIN_MS = 1000; // a notice lost with its connection costs at most this

const STANDINGS = 'select "group", partition, position, owner from partitions';
const VIEWS = `select v."group", v.view, v.version, p.position, p.updated as "updatedAt", (select count(*)::int from parked_events e where e.view = v.view) as parked
  from view_versions v join (
    select "group", case when count(position) = count(*) then min(position) end as position, max(updated_at) as updated from partitions group by 1
  ) p on p."group" = v."group" order by 1, 2`;
const WORKERS = `select worker, state from workers where "group" = $1 and seen_at > now() - interval '${LEASE_SECONDS} seconds' order by 1`;

const toSeeAll = "select set_config('app.parked', 'all', true)";
/** Every view that is live. */
export const viewsProgress = (pool: Pool): Promise<ViewProgress[]> =>
  transaction(pool, async (client) => {
    await client.query(toSeeAll);
    const { rows } = await client.query<Omit<ViewProgress, 'position'> & { position: Position | null }>(VIEWS);
    return rows.map((row) => ({ ...row, position: row.position ?? undefined }));
  });
/** The parked events of all tenants, those first that the others wait for. */
export const parkedEvents = (pool: Pool, most = 200): Promise<ParkedRow[]> =>
  transaction(pool, async (client) => {
    await client.query(toSeeAll);
    const text = `select view, event_id as "eventId", tenant, key, stream, revision, type, position, cause, attempts, parked_at as "parkedAt"
      from parked_events order by position, view limit $1`;
    return (await client.query<ParkedRow>(text, [most])).rows;
  });

export type ProgressOptions = {
  readonly url: string;
  readonly pool: Pool;
  /** Views were built again and took the place of the old ones, or may have while nobody listened. */
  readonly onExchanged?: () => void;
};

/** `url` and `pool` sign in as the application. */
export function makeProgress({ url, pool, onExchanged }: ProgressOptions): Progress {
  const known = new Map<string, Map<number, Position>>();
  const calls = new Set<() => void>();

  /** A position below what was known is believed: the views are made again, or a backup came back. */
  function heard(group: string, at: readonly (readonly [number, Position])[]): void {
    const positions = known.get(group) ?? new Map<number, Position>();
    for (const [partition, position] of at) positions.set(partition, position);
    known.set(group, positions);
    for (const call of calls) call();
  }
  const onNotice = (payload: string) => {
    const { group, at, exchanged } = JSON.parse(payload) as { group: string; at: [number, string][]; exchanged?: boolean };
    if (exchanged) onExchanged?.();
    heard(
      group,
      at.map(([partition, position]) => [partition, BigInt(position)]),
    );
  };

  const standings = async (): Promise<Standing[]> => transaction(pool, async (client) => (await client.query<Standing>(STANDINGS)).rows);
  async function ask(): Promise<void> {
    for (const [group, rows] of Map.groupBy(await standings(), (row) => row.group))
      heard(
        group,
        rows.map(({ partition, position }) => [partition, position ?? -1n]),
      );
  }
  const listener = listen(url, CHANNEL, {
    onNotice,
    onListening: () => {
      onExchanged?.();
      void ask().catch(() => {});
    },
  });

  const stands = (at: At, tenant: string | undefined) => (tenant === undefined ? leastOf([...at.values()]) : at.get(partitionOf(tenant)));
  const waitFor = (group: string, position: Position, ms: number, tenant?: string): Promise<boolean> =>
    new Promise((resolve) => {
      const reached = () => (stands(known.get(group) ?? new Map<number, Position>(), tenant) ?? -1n) >= position;
      if (reached()) return resolve(true);
      const finish = () => {
        clearTimeout(timer);
        clearInterval(asking);
        calls.delete(look);
        resolve(reached());
      };
      const look = () => reached() && finish();
      const timer = setTimeout(finish, ms);
      const asking = setInterval(() => void ask().catch(() => {}), ASK_AGAIN_MS);
      calls.add(look);
      void ask().catch(() => {});
    });

  return {
    ready: listener.ready,
    views: () => viewsProgress(pool),
    parked: () => parkedEvents(pool),
    isParked: ({ tenant, view, eventId }) =>
      transaction(pool, async (client) => {
        await client.query(toSeeAll);
        return (await client.query('select 1 from parked_events where tenant = $1 and view = $2 and event_id = $3', [tenant, view, eventId])).rows.length > 0;
      }),
    partitions: async (group) =>
      (await standings())
        .filter((row) => row.group === group)
        .map(({ partition, position, owner }) => ({ partition, position: position ?? undefined, owner: owner ?? undefined })),
    workers: async (group) =>
      transaction(pool, async (client) =>
        (await client.query<{ worker: string; state: WorkerState | null }>(WORKERS, [group])).rows.map(({ worker, state }) => ({
          worker,
          state: state ?? undefined,
        })),
      ),
    waitFor,
    close: () => listener.close(),
  };
}
