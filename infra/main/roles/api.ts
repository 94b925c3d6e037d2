// The role that people and devices talk to: HTTP, sign-in, sockets and the dashboard.
import { fileURLToPath } from 'node:url';
import { makeAttempts } from '#infra/auth/attempts.ts';
import { makeEmailKey } from '#infra/auth/email-key.ts';
import { openSigningKeys } from '#infra/auth/keys.ts';
import { hashPassword, makeVerifyPassword } from '#infra/auth/password.ts';
import { makeSessions } from '#infra/auth/sessions.ts';
import { makeTokens } from '#infra/auth/tokens.ts';
import { makeWarehouseClient } from '#infra/clickhouse/client.ts';
import { makeHttp } from '#infra/http/server.ts';
import type { MetricsJson } from '#infra/metrics/metrics.ts';
import { makeFeed } from '#infra/postgres/feed.ts';
import { listen } from '#infra/postgres/listen.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { makeProgress } from '#infra/postgres/progress.ts';
import { makeReader } from '#infra/postgres/reader.ts';
import { CHANNEL } from '#infra/postgres/view-store.ts';
import { makeLive } from '#infra/sockets/live.ts';
import { FEED_VERSION, makeLedger } from '#projections/warehouse/index.ts';
import { makeCursors, makeMaySeeCase, readRoutes } from '#read-side/index.ts';
import { writeRoutes } from '#write-side/index.ts';
import { makeFoundation } from '../foundation.ts';
import type { Role } from '../role.ts';
import { parent } from '../role-process.ts';
import { upcast } from '../upcast.ts';
import { makeAccounts } from './accounts.ts';
import { healthChecks } from './health.ts';

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
  const app = makePool({ url: appUrl, max: 8, name: 'hub api' });
  const reader = makeReader({ url: appUrl });
  const client = makeWarehouseClient({ url: config.clickHouseUrl });
  const progress = makeProgress({ url: appUrl, pool: app });
  const tokens = makeTokens(await openSigningKeys(secrets.signingKeysFile));
  const sessions = makeSessions(app);
  const emailKey = makeEmailKey(secrets.email);
  const routes = [
    ...writeRoutes({
      dispatch,
      store,
      open: sealing.open,
      emailKey,
      hashPassword,
      fingerprint: sealing.fingerprint,
      tenantDigest: sealing.tenantDigest,
      auth: {
        ...makeAccounts(reader),
        emailKey,
        open: sealing.open,
        verifyPassword: makeVerifyPassword(),
        issue: tokens.issue,
        sessions,
        attempts: makeAttempts(),
      },
    }),
    ...readRoutes({
      reader,
      open: sealing.open,
      cursors: makeCursors(secrets.cursor),
      streams: store,
      progress,
      head: store.head,
      now: () => new Date(),
      upcast,
    }),
  ];
  const health = healthChecks({ store, app, keys, client, progress, ledger: makeLedger({ sql: app, version: FEED_VERSION }) });
  const http = makeHttp({
    routes,
    verify: tokens.verify,
    waitFor: progress.waitFor,
    log,
    metrics,
    health,
    webDir: WEB,
    metricsToken: config.metricsToken,
    otherMetrics: othersMetrics(),
  });
  await progress.ready;
  const live = await makeLive({
    server: http.server,
    verify: tokens.verify,
    feed: makeFeed(app),
    listen: (poke) => listen(appUrl, CHANNEL, { onNotice: poke, onListening: poke }),
    maySeeCase: makeMaySeeCase(reader),
    log,
    metrics,
  });
  const purging = setInterval(() => void sessions.purge().catch((error: unknown) => log.error('sessions.purge', error)), 3_600_000);
  const looking = setInterval(() => void Promise.allSettled(health.map(({ check }) => check())), LOOK_MS);
  await http.listen(config.port, config.host);
  return {
    stop: async () => {
      clearInterval(purging);
      clearInterval(looking);
      await live.close();
      await http.close();
      await Promise.all([reader.close(), progress.close(), client.close(), base.close()]);
      await app.end();
    },
  };
};
