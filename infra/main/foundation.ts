// What every role stands on: secrets, log, metrics, the event store, keys, and the one way to cause events.
import { join } from 'node:path';
import { slices } from '#domain/index.ts';
import type { OpenAs } from '#domain/kernel/access.ts';
import type { Cache } from '#domain/kernel/cache.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import { within } from '#infra/disclosures/manifest.ts';
import type { Gate } from '#infra/disclosures/seam.ts';
import { type Disclosures, startDisclosures } from '#infra/disclosures/start.ts';
import { makeCache } from '#infra/cache/cache.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makeTrace, traced, type Trace } from '#infra/http/trace.ts';
import { type Log, makeLog } from '#infra/log/log.ts';
import { makeMetrics, type Metrics } from '#infra/metrics/metrics.ts';
import { asRole, makePool, SERVING_MS, type Pool } from '#infra/postgres/pool.ts';
import { makeKeyWatch } from '#infra/sealing/key-watch.ts';
import { makeSealing, type Sealing } from '#infra/sealing/sealing.ts';
import { APP_ROLE, PROJECTOR_ROLE } from '#projections/kernel/table.ts';
import { makeLawful } from '#write-side/consent/lawful.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import type { RoleConfig } from './role.ts';
import { makeRootKeys } from './root-keys.ts';
import { readSecrets, type Secrets } from './secrets.ts';

export type Foundation = {
  readonly secrets: Secrets;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly store: EventStore;
  readonly cache: Cache;
  readonly keys: Pool;
  /** Everything but `open`: opening goes through the seam. */
  readonly sealing: Omit<Sealing, 'open'>;
  /** For a part of the hub that shows nobody what it opens; its manifest says which fields. */
  readonly openWithin: OpenAs;
  /** For what is shown to somebody. `close` before the foundation's. */
  disclosing(gate?: Gate): Promise<Disclosures>;
  readonly trace: Trace;
  readonly dispatch: Dispatch;
  /** The hub's database, signed in as the application and as the projector. */
  readonly appUrl: string;
  readonly projectorUrl: string;
  close(): Promise<void>;
};

/** What the rules of the slices read of people; nothing, as long as none asks for it. */
const RULES = { name: 'rules', purpose: 'rule', told: false, fields: slices.flatMap(({ opens = [] }) => opens) } as const;

/** Nothing but the watch over destroyed keys is connected before its first use. */
export function makeFoundation(config: RoleConfig, name: string): Foundation {
  const secrets = readSecrets(config);
  const metrics = makeMetrics();
  const log = makeLog({ level: config.logLevel, name });
  const cache = makeCache({ url: config.redisUrl, log });
  const store = makeEventStore({ url: config.eventStoreUrl });
  const keys = makePool({ url: config.keysUrl, max: 4, name: `hub ${name} keys`, patienceMs: SERVING_MS });
  const watch = makeKeyWatch(config.keysUrl);
  const { open, ...sealing } = makeSealing({ pool: keys, root: makeRootKeys(config), watch });
  const trace = makeTrace();
  const dispatch = makeDispatch({
    store,
    seal: sealing.seal,
    open: within(RULES, open),
    slices,
    permits,
    lawful: makeLawful(store),
    now: () => new Date(),
    observe: ({ slice, type, outcome, events }) => {
      metrics.command(slice, type, outcome);
      if (events > 0) metrics.appended(slice, events);
    },
  });
  return {
    secrets,
    log,
    metrics,
    store,
    cache,
    keys,
    sealing,
    openWithin: (manifest) => within(manifest, open),
    disclosing: (gate) =>
      startDisclosures({
        ...{ folder: join(config.data, 'disclosures'), name, open, dispatch, gate },
        onTrouble: (segment, error) => log.error('disclosure.trouble', error, { group: segment }),
      }),
    trace,
    dispatch: traced(dispatch, trace),
    appUrl: asRole(config.postgresUrl, APP_ROLE, secrets.passwords.app),
    projectorUrl: asRole(config.postgresUrl, PROJECTOR_ROLE, secrets.passwords.projector),
    close: async () => {
      metrics.stop();
      await Promise.all([store.close(), cache.close(), watch.close(), keys.end()]);
    },
  };
}
