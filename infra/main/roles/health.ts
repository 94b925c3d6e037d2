// What the API must be able to say before it takes traffic: each engine answers, and each projection moves.
import type { EventStore } from '#domain/kernel/event-store.ts';
import type { WarehouseClient } from '#infra/clickhouse/client.ts';
import type { Check } from '#infra/http/probes.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import type { Progress, ViewProgress } from '#infra/postgres/progress.ts';
import type { Ledger } from '#projections/warehouse/index.ts';

/** A group that is behind is still fine while it moves; one that has not moved for so long is stuck. */
const STUCK_MS = 30_000;

export type HealthDeps = {
  readonly store: EventStore;
  readonly app: Pool;
  readonly keys: Pool;
  readonly client: WarehouseClient;
  readonly progress: Progress;
  readonly ledger: Ledger;
};

const engine = (name: string, ask: () => Promise<unknown>): Check => ({ name, check: async () => (await ask(), { ok: true }) });

function groupState(views: readonly ViewProgress[], head: bigint | undefined) {
  const position = views.reduce<bigint | undefined>(
    (least, v) => (v.position === undefined || (least !== undefined && least < v.position) ? least : v.position),
    undefined,
  );
  const behind = head !== undefined && (views.length === 0 || views.some((v) => v.position === undefined || v.position < head));
  const moved = Math.max(0, ...views.map((v) => v.updatedAt.getTime()));
  const parked = views.reduce((sum, v) => sum + v.parked, 0);
  return {
    ok: views.length > 0 && (!behind || Date.now() - moved < STUCK_MS),
    position: String(position ?? 'none'),
    head: String(head ?? 'none'),
    behind,
    parked,
  };
}

export function healthChecks({ store, app, keys, client, progress, ledger }: HealthDeps): Check[] {
  let lastFed: { at: number; fed: bigint | undefined } = { at: Date.now(), fed: undefined };
  return [
    engine('event store', () => store.head()),
    engine('read models', () => app.query('select 1')),
    engine('keys', () => keys.query('select 1')),
    engine('warehouse', () => client.ping()),
    {
      name: 'projection views',
      check: async () => {
        const [views, head] = await Promise.all([progress.views(), store.head()]);
        return groupState(views, head);
      },
    },
    {
      name: 'projection warehouse',
      check: async () => {
        const [{ fed }, head] = await Promise.all([ledger.ends(), store.head()]);
        const behind = head !== undefined && (fed === undefined || fed < head);
        if (fed !== lastFed.fed || !behind) lastFed = { at: Date.now(), fed };
        return { ok: !behind || Date.now() - lastFed.at < STUCK_MS, position: String(fed ?? 'none'), head: String(head ?? 'none'), behind };
      },
    },
  ];
}
