// The role that turns events into views and warehouse rows.
import { setTimeout as sleep } from 'node:timers/promises';
import { makeWarehouseClient } from '#infra/clickhouse/client.ts';
import { trimFeed } from '#infra/postgres/feed.ts';
import { makePool, SERVING_MS } from '#infra/postgres/pool.ts';
import { makeViewStore } from '#infra/postgres/view-store.ts';
import { VIEWS_GROUP, views } from '#projections/index.ts';
import { startRunner } from '#projections/kernel/runner.ts';
import { FEED_VERSION, makeLedger, makeWarehouseFeed } from '#projections/warehouse/index.ts';
import { checkWarehouse } from './warehouse-check.ts';
import { guardErasures } from '../erasing.ts';
import { makeFoundation } from '../foundation.ts';
import { MANIFESTS } from '../manifests.ts';
import type { Role } from '../role.ts';
import { upcast } from '../upcast.ts';
import { buildMissing } from './missing-views.ts';
import { startLedger } from './ledger.ts';

const MEASURE_MS = 2000;
const TRIM_MS = 600_000;
/** A full block takes well under a second (docs/figures.md), and one that is sent again is recognised by its token. Of a half-open connection the feed hears by this alone. */
const INSERT_MS = 20_000;

/** Repeats `work` until the signal aborts; a failure is logged and the next turn tries again. */
async function every(ms: number, signal: AbortSignal, work: () => Promise<void>, onFault: (error: unknown) => void): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onFault);
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}

export const run: Role = async (config) => {
  const base = makeFoundation(config, 'projections');
  const { log, metrics, store, sealing, openWithin, projectorUrl } = base;
  await guardErasures(base);
  const stopping = new AbortController();
  const pool = makePool({ url: projectorUrl, max: 2, name: 'hub warehouse ledger', patienceMs: SERVING_MS });
  const viewStore = makeViewStore({ url: projectorUrl, views });
  const client = makeWarehouseClient({ url: config.clickHouseUrl });
  const feedClient = makeWarehouseClient({ url: config.clickHouseUrl, timeoutMs: INSERT_MS });
  const open = openWithin(MANIFESTS.views);
  const works = (group: string) => (config.projectionGroups as readonly string[]).includes(group);
  const runner = works('views')
    ? startRunner({
        ...{ group: VIEWS_GROUP, views, log: store, store: viewStore, open, now: () => new Date(), upcast },
        onRetry: (error) => log.error('views.retry', error, { group: VIEWS_GROUP }),
      })
    : undefined;
  const buildDeps = { ownerUrl: config.postgresUrl, projectorUrl, log: store, open, now: () => new Date(), upcast };
  const building = runner && buildMissing(viewStore, buildDeps, log, stopping.signal);
  const feed = makeWarehouseFeed({
    log: store,
    client: feedClient,
    ledger: makeLedger({ sql: pool, version: FEED_VERSION }),
    open: openWithin(MANIFESTS.warehouse),
    digest: sealing.tenantDigest,
    upcast,
    onFault: (error) => log.error('warehouse.retry', error, { group: 'warehouse' }),
  });
  const feeding = works('warehouse') && feed.run(stopping.signal);
  const ledger = works('ledger') ? startLedger(base, config, stopping.signal) : undefined;
  const measuring = every(
    MEASURE_MS,
    stopping.signal,
    async () => {
      if (runner) {
        const { position = 0n, lagSeconds, ...status } = runner.status();
        metrics.projection(VIEWS_GROUP, { position, lagSeconds });
        metrics.views({ ...status, parked: status.views });
      }
      if (ledger) metrics.projection('ledger', { position: ledger.position() ?? 0n, lagSeconds: 0 });
      if (!feeding) return;
      const warehouse = await feed.status();
      metrics.projection('warehouse', { position: warehouse.position ?? 0n, lagSeconds: warehouse.lag > 0n ? MEASURE_MS / 1000 : 0 });
    },
    (error) => log.error('metrics.lag', error),
  );
  const trimming = every(
    TRIM_MS,
    stopping.signal,
    async () => void (await trimFeed(pool)),
    (error) => log.error('feed.trim', error),
  );
  const checking = works('warehouse') && checkWarehouse({ log: store, client, pool, metrics, report: log }, stopping.signal);
  return {
    metrics: () => metrics.json(),
    stop: async () => {
      stopping.abort();
      await Promise.all([runner?.stop(), building, feeding, checking, ledger?.done, measuring, trimming]);
      await Promise.all([viewStore.close(), client.close(), feedClient.close(), pool.end(), base.close()]);
    },
  };
};
