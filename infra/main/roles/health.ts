// What the API must be able to say before it takes traffic: each engine answers, and each projection moves.
import type { EventStore } from '#domain/kernel/event-store.ts';
import type { WarehouseClient } from '#infra/clickhouse/client.ts';
import type { Check } from '#infra/http/probes.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import type { Progress, ViewProgress } from '#infra/postgres/progress.ts';
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
  /** Milliseconds; absent: the clock. */
  readonly now?: () => number;
};

const engine = (name: string, ask: () => Promise<unknown>): Check => ({ name, check: async () => (await ask(), { ok: true }) });

/**
 * Answers whether a group still gets on, by what was seen at each asking. When it last moved is no measure: after a quiet night the
 * first event finds every group behind and hours without a move.
 */
function makePatience(now: () => number): (position: bigint | undefined, behind: boolean) => boolean {
  let stands: { position: bigint | undefined; since: number } | undefined;
  return (position, behind) => {
    if (!behind) stands = undefined;
    else if (!stands || stands.position !== position) stands = { position, since: now() };
    return stands === undefined || now() - stands.since < STUCK_MS;
  };
}

function groupState(views: readonly ViewProgress[], head: bigint | undefined, getsOn: ReturnType<typeof makePatience>) {
  const position = views.reduce<bigint | undefined>(
    (least, v) => (v.position === undefined || (least !== undefined && least < v.position) ? least : v.position),
    undefined,
  );
  const behind = head !== undefined && (views.length === 0 || views.some((v) => v.position === undefined || v.position < head));
  const parked = views.reduce((sum, v) => sum + v.parked, 0);
  return {
    ok: views.length > 0 && getsOn(position, behind),
    position: String(position ?? 'none'),
    head: String(head ?? 'none'),
    behind,
    parked,
  };
}

/** Ask now and then even when nobody wants to know, so that a group that is stuck is known to be when somebody does. */
export function healthChecks({ store, app, keys, client, progress, ledger, now = Date.now }: HealthDeps): Check[] {
  const [viewsGetOn, warehouseGetsOn] = [makePatience(now), makePatience(now)];
  return [
    engine('event store', () => store.head()),
    engine('read models', () => app.query('select 1')),
    engine('keys', () => keys.query('select 1')),
    engine('warehouse', () => client.ping()),
    {
      name: 'projection views',
      check: async () => {
        const [views, head] = await Promise.all([progress.views(), store.head()]);
        return groupState(views, head, viewsGetOn);
      },
    },
    {
      name: 'projection warehouse',
      check: async () => {
        const [{ fed }, head] = await Promise.all([ledger.ends(), store.head()]);
        const behind = head !== undefined && (fed === undefined || fed < head);
        return { ok: warehouseGetsOn(fed, behind), position: String(fed ?? 'none'), head: String(head ?? 'none'), behind };
      },
    },
  ];
}
