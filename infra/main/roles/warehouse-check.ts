// Compares the warehouse with the log now and then, keeps what it found, and says so when they differ.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '#domain/kernel/event-store.ts';
import type { WarehouseClient } from '#infra/clickhouse/client.ts';
import type { Log } from '#infra/log/log.ts';
import type { Metrics } from '#infra/metrics/metrics.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { FEED_VERSION, makeChecks, makeLedger, makeReconcile } from '#projections/warehouse/index.ts';

/** It reads the whole log: first when a start has settled, then four times a day. */
const FIRST_MS = 600_000;
const EVERY_MS = 6 * 3_600_000;

type Deps = { readonly log: EventStore; readonly client: WarehouseClient; readonly pool: Pool; readonly metrics: Metrics; readonly report: Log };

export async function checkWarehouse({ log, client, pool, metrics, report }: Deps, signal: AbortSignal): Promise<void> {
  const reconcile = makeReconcile({ log, client, ledger: makeLedger({ sql: pool, version: FEED_VERSION }) });
  const checks = makeChecks({ sql: pool });
  const known = await checks.latest().catch(() => undefined); // a restart forgets no alert
  if (known) metrics.warehouseDrift(known.differences.length);
  for (let wait = FIRST_MS; !signal.aborted; wait = EVERY_MS) {
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const found = await reconcile({ signal });
      await checks.keep(found);
      metrics.warehouseDrift(found.differences.length);
      if (found.differences.length > 0)
        report.error('warehouse.drift', new Error(`${found.differences.length} groups of events differ from the log; see hub warehouse reconcile`));
    } catch (error) {
      if (!signal.aborted) report.error('warehouse.check', error);
    }
  }
}
