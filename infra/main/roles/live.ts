// Live updates as this process serves them: staff, widgets and devices, and what the log is told of devices' coming and going.
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { makeFeed } from '#infra/postgres/feed.ts';
import { listen } from '#infra/postgres/listen.ts';
import { makePool, type Pool, SERVING_MS } from '#infra/postgres/pool.ts';
import { CHANNEL } from '#infra/postgres/view-store.ts';
import { makeConnectionBook } from '#infra/sockets/connection-book.ts';
import type { DeviceStanding } from '#infra/sockets/devices.ts';
import { type LiveDeps, makeLive } from '#infra/sockets/live.ts';
import { type DeviceId, makePresence } from '#infra/sockets/presence.ts';
import { startSweep } from '#infra/sockets/sweep.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { DeviceList } from '#projections/device-list/table.ts';
import { makeMaySeeCase } from '#read-side/index.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import type { makeAuth } from './auth.ts';

export type RoleLiveDeps = Pick<LiveDeps, 'log' | 'metrics' | 'onEvents'> & {
  readonly server: Server;
  readonly auth: Awaited<ReturnType<typeof makeAuth>>;
  /** Signs in as the application, as does `appUrl`. */
  readonly app: Pool;
  readonly appUrl: string;
  readonly reader: Reader;
  readonly store: StreamReader;
  readonly dispatch: Dispatch;
};

const makeStandingOf =
  (reader: Reader) =>
  ({ tenant, id }: DeviceId): Promise<DeviceStanding | undefined> =>
    reader.within(tenant, async (rows) => {
      const row = await rows.findOne(DeviceList, { tenant, id });
      if (!row || row.retired) return undefined;
      const { revision, config, configVersion, firmware } = row;
      return { revision, config, configVersion, ...(firmware?.step === 'offered' && { offered: firmware.version }) };
    });

export async function startLive({ server, auth, app, appUrl, reader, store, dispatch, log, metrics, onEvents }: RoleLiveDeps) {
  const book = makeConnectionBook(app, randomUUID());
  const onTrouble = (error: unknown) => log.error('live.devices', error);
  const feedPool = makePool({ url: appUrl, max: 3, name: 'hub feed', patienceMs: SERVING_MS, pipeline: true });
  const presence = makePresence({ dispatch, book, onTrouble });
  const live = await makeLive({
    server,
    verify: auth.verify,
    standing: auth.standing,
    credentials: auth.credentials,
    allowsOrigin: auth.allowsOrigin,
    devices: { store, standingOf: makeStandingOf(reader), presence },
    feed: makeFeed(feedPool),
    listen: (poke) => listen(appUrl, CHANNEL, { onNotice: poke, onListening: poke }),
    maySeeCase: makeMaySeeCase(reader),
    onEvents,
    log,
    metrics,
  });
  const sweep = startSweep({ book, dispatch, onTrouble });
  return {
    close: async () => {
      await live.close();
      await Promise.all([presence.close(), sweep.close(), feedPool.end()]);
    },
  };
}
