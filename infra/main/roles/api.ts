// The role that people and devices talk to: HTTP, sign-in, sockets and the dashboard.
import { createSecretKey } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { hashPassword } from '#infra/auth/password.ts';
import { sealedCache } from '#infra/cache/sealed.ts';
import { makeWarehouseClient } from '#infra/clickhouse/client.ts';
import { makeKept } from '#infra/http/kept.ts';
import { makeLimitsOf } from '#infra/http/limits-of.ts';
import { makeHttp } from '#infra/http/server.ts';
import { openLedgerReader, publicFolder } from '#infra/ledger/store.ts';
import { openLedger } from '#infra/ledger/view.ts';
import type { MetricsJson } from '#infra/metrics/metrics.ts';
import { caughtPage } from '#infra/mail/caught.ts';
import { makePool, SERVING_MS } from '#infra/postgres/pool.ts';
import { makeProgress } from '#infra/postgres/progress.ts';
import { makeReader } from '#infra/postgres/reader.ts';
import { readHistory } from '#infra/schemas/history.ts';
import { makeRegistry } from '#infra/schemas/registry.ts';
import { registryRoutes } from '#infra/schemas/routes.ts';
import { FEED_VERSION, makeLedger } from '#projections/warehouse/index.ts';
import { makeCursors, readRoutes } from '#read-side/index.ts';
import { writeRoutes } from '#write-side/index.ts';
import { makeGate, makeStandings } from '#infra/disclosures/gate.ts';
import { makeAbout } from '#infra/erasure/about.ts';
import { SINKS } from '#infra/erasure/places.ts';
import { yearsOf } from '#write-side/retention/policy.ts';
import { guardErasures } from '../erasing.ts';
import { makeFoundation } from '../foundation.ts';
import { openSigner } from '../ledger-signer.ts';
import { MANIFESTS } from '../manifests.ts';
import type { Role } from '../role.ts';
import { parent } from '../role-process.ts';
import { upcast } from '../upcast.ts';
import { makeAnalytics } from './analytics.ts';
import { makeAuth } from './auth.ts';
import { healthChecks } from './health.ts';
import { startLive } from './live.ts';
import { makeProviders } from './providers.ts';

const WEB = fileURLToPath(new URL('../../../read-side/web/dist', import.meta.url));

/** How often the hub looks at its own health when nobody asks. */
const LOOK_MS = 10_000;

/** Figures that the hub passes on from its other roles, the newest of each. */
function othersMetrics(): () => Promise<readonly MetricsJson[]> {
  const latest = new Map<string, MetricsJson>();
  parent.onMetrics(({ from, metrics }) => void latest.set(from, metrics));
  return async () => [...latest.values()];
}

export const run: Role = async (config) => {
  const base = makeFoundation(config, 'api');
  const { secrets, log, metrics, store, keys, sealing, dispatch, appUrl } = base;
  await guardErasures(base);
  const app = makePool({ url: appUrl, max: 8, name: 'hub api', patienceMs: SERVING_MS });
  const reader = makeReader({ url: appUrl });
  const client = makeWarehouseClient({ url: config.clickHouseUrl });
  const analytics = makeAnalytics({ config, rootKey: secrets.rootKey, pool: app, client, reader, log });
  const kept = makeKept({ cache: base.cache, observe: metrics.kept });
  const progress = makeProgress({ url: appUrl, pool: app, onExchanged: () => void kept.forget() });
  const disclosures = await base.disclosing(makeGate(makeStandings(app)));
  const reading = openLedgerReader(config.ledger.folder);
  const auth = await makeAuth({
    app,
    appUrl,
    reader,
    secrets,
    open: base.openWithin(MANIFESTS.account),
    dispatch,
    store,
    tenantDigest: sealing.tenantDigest,
    log,
  });
  const { payments, ...providers } = makeProviders({ config, app, store, open: base.openWithin(MANIFESTS.providers), tell: disclosures.tell, metrics });
  const routes = [
    ...writeRoutes({
      dispatch,
      erasing: { about: makeAbout(reader, yearsOf(store)), sinks: SINKS },
      contexts: sealedCache(base.cache, createSecretKey(secrets.cache)),
      store,
      open: base.openWithin(MANIFESTS.commands),
      emailKey: auth.emailKey,
      hashPassword,
      fingerprint: sealing.fingerprint,
      tenantDigest: sealing.tenantDigest,
      auth: auth.ports,
      isParked: progress.isParked,
      payments,
      providers: { ...providers, observeHook: metrics.webhook, publicUrl: config.origin },
    }),
    ...readRoutes({
      reader,
      cursors: makeCursors(secrets.cursor),
      tenantDigest: sealing.tenantDigest,
      analytics: analytics.routes,
      streams: store,
      progress,
      head: store.head,
      now: () => new Date(),
      keyUses: auth.keyUses,
      upcast,
      ledger: openLedger({ reading, folder: config.ledger.folder, signer: openSigner(config, { make: !config.production }), log: store }),
    }),
    ...registryRoutes(makeRegistry(readHistory())),
    ...(config.mail.shown ? [caughtPage(config.mail.folder)] : []),
  ];
  const health = healthChecks({ store, app, keys, client, progress, ledger: makeLedger({ sql: app, version: FEED_VERSION }) });
  const http = makeHttp({
    routes,
    verify: auth.admit,
    allowsOrigin: auth.allowsOrigin,
    waitFor: progress.waitFor,
    openFor: disclosures.openFor,
    log,
    metrics,
    health,
    webDir: WEB,
    ledgerDir: publicFolder(config.ledger.folder),
    metricsToken: config.metricsToken,
    otherMetrics: othersMetrics(),
    cache: base.cache,
    mounts: { '/clickhouse': analytics.tools },
    trace: base.trace,
    kept,
    limitsOf: makeLimitsOf({ store }),
  });
  await Promise.all([progress.ready, auth.standing.ready]);
  const live = await startLive({
    ...{ server: http.server, auth, app, appUrl, reader, store, dispatch, log, metrics },
    onEvents: (rows) => void kept.changedBy(rows),
  });
  const purging = setInterval(() => void auth.purge().catch((error: unknown) => log.error('sessions.purge', error)), 3_600_000);
  const looking = setInterval(() => void Promise.allSettled(health.map(({ check }) => check())), LOOK_MS);
  await http.listen(config.port, config.host);
  return {
    stop: async () => {
      clearInterval(purging);
      clearInterval(looking);
      await live.close();
      await http.close();
      await disclosures.close();
      await reading.close();
      await Promise.all([auth.close(), reader.close(), progress.close(), client.close(), analytics.close(), base.close()]);
      await app.end();
    },
  };
};
