// What every role stands on: secrets, log, metrics, the event store, keys, and the one way to cause events.
import { slices } from '#domain/index.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { type Log, makeLog } from '#infra/log/log.ts';
import { makeMetrics, type Metrics } from '#infra/metrics/metrics.ts';
import { asRole, makePool, type Pool } from '#infra/postgres/pool.ts';
import { makeSealing, type Sealing } from '#infra/sealing/sealing.ts';
import { APP_ROLE, PROJECTOR_ROLE } from '#projections/kernel/table.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import type { RoleConfig } from './role.ts';
import { readSecrets, type Secrets } from './secrets.ts';

export type Foundation = {
  readonly secrets: Secrets;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly store: EventStore;
  readonly keys: Pool;
  readonly sealing: Sealing;
  readonly dispatch: Dispatch;
  /** The hub's database, signed in as the application and as the projector. */
  readonly appUrl: string;
  readonly projectorUrl: string;
  close(): Promise<void>;
};

/** Nothing is connected before its first use. */
export function makeFoundation(config: RoleConfig, name: string): Foundation {
  const secrets = readSecrets(config);
  const metrics = makeMetrics();
  const store = makeEventStore({ url: config.eventStoreUrl });
  const keys = makePool({ url: config.keysUrl, max: 4, name: `hub ${name} keys` });
  const sealing = makeSealing({ pool: keys, rootKey: secrets.rootKey });
  const dispatch = makeDispatch({
    store,
    seal: sealing.seal,
    open: sealing.open,
    slices,
    permits,
    now: () => new Date(),
    observe: ({ slice, type, outcome, events }) => {
      metrics.command(slice, type, outcome);
      if (events > 0) metrics.appended(slice, events);
    },
  });
  return {
    secrets,
    log: makeLog({ level: config.logLevel, name }),
    metrics,
    store,
    keys,
    sealing,
    dispatch,
    appUrl: asRole(config.postgresUrl, APP_ROLE, secrets.passwords.app),
    projectorUrl: asRole(config.postgresUrl, PROJECTOR_ROLE, secrets.passwords.projector),
    close: async () => {
      metrics.stop();
      await Promise.all([store.close(), keys.end()]);
    },
  };
}
