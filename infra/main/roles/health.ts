// What the API must be able to say before it takes traffic: each engine answers, and each projection moves.
import type { EventStore } from '#domain/kernel/event-store.ts';
import type { WarehouseClient } from '#infra/clickhouse/client.ts';
import type { Check } from '#infra/http/probes.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { countProcesses } from '#infra/postgres/processes.ts';
import type { Progress } from '#infra/postgres/progress.ts';
import { VIEWS_GROUP } from '#projections/index.ts';
import { leastOf } from '#projections/kernel/partition.ts';
import type { Ledger } from '#projections/warehouse/index.ts';

/** A group that is behind is still fine while it moves; one that was seen behind at one place for so long is stuck. */
const STUCK_MS = 30_000;

export type HealthDeps = {
  readonly store: EventStore;
  readonly app: Pool;
  readonly keys: Pool;
  readonly client: WarehouseClient;
  readonly progress: Progress;
  readonly ledger: Ledger;
  /** Milliseconds by a clock that nobody sets. */
  readonly now?: () => number;
};

const engine = (name: string, ask: () => Promise<unknown>): Check => ({ name, check: async () => (await ask(), { ok: true }) });

/**
 * Answers which of them still get on, by what was seen at each asking. When one last moved is no measure: after a quiet night the first event
 * finds all behind and hours without a move.
 */
function makePatience<K>(now: () => number): (at: readonly (readonly [K, bigint | undefined])[], head: bigint | undefined) => K[] {
  const stands = new Map<K, { position: bigint | undefined; since: number }>();
  return (at, head) =>
    at.flatMap(([key, position]) => {
      const known = stands.get(key);
      if (head === undefined || (position !== undefined && position >= head)) stands.delete(key);
      else if (!known || known.position !== position) stands.set(key, { position, since: now() });
      const stand = stands.get(key);
      return stand && now() - stand.since >= STUCK_MS ? [key] : [];
    });
}

/** The views are behind if one partition is, and stuck if one partition is: its tenants see old screens. */
async function viewsState({ progress, store }: HealthDeps, stuckOf: ReturnType<typeof makePatience<number>>) {
  const [partitions, views, workers, head] = await Promise.all([
    progress.partitions(VIEWS_GROUP),
    progress.views(),
    progress.workers(VIEWS_GROUP),
    store.head(),
  ]);
  const stuck = stuckOf(
    partitions.map(({ partition, position }) => [partition, position] as const),
    head,
  );
  const position = leastOf(partitions.map((p) => p.position));
  return {
    ok: partitions.length > 0 && stuck.length === 0,
    position: String(position ?? 'none'),
    head: String(head ?? 'none'),
    behind: head !== undefined && (position === undefined || position < head),
    parked: views.reduce((sum, v) => sum + v.parked, 0),
    workers: workers.length,
    queued: workers.reduce((sum, { state }) => sum + (state?.queued ?? 0), 0),
    lagSeconds: Math.max(0, ...workers.flatMap(({ state }) => state?.tenants ?? []).map(({ seconds }) => seconds)),
    ...(stuck.length > 0 && { stuck: `${stuck.length} of ${partitions.length} partitions` }),
  };
}

/** Ask now and then even when nobody wants to know, so that a group that is stuck is known to be when somebody does. */
export function healthChecks(deps: HealthDeps): Check[] {
  const { store, app, keys, client, ledger, now = () => performance.now() } = deps;
  const [stuckViews, stuckWarehouse] = [makePatience<number>(now), makePatience<string>(now)];
  return [
    engine('event store', () => store.head()),
    engine('read models', () => app.query('select 1')),
    engine('keys', () => keys.query('select 1')),
    engine('warehouse', () => client.ping()),
    // A process that stands still is somebody's to look at, and no reason to take the hub from its users.
    { name: 'processes', check: async () => ({ ok: true, ...(await countProcesses(app, new Date())) }) },
    {
      name: 'projection views',
      check: () => viewsState(deps, stuckViews),
    },
    {
      name: 'projection warehouse',
      check: async () => {
        const [{ fed }, head] = await Promise.all([ledger.ends(), store.head()]);
        const behind = head !== undefined && (fed === undefined || fed < head);
        return { ok: stuckWarehouse([['warehouse', fed]], head).length === 0, position: String(fed ?? 'none'), head: String(head ?? 'none'), behind };
      },
    },
  ];
}
