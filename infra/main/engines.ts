// Starts the embedded engine for every URL that is not set, keeps it running on the same port, and answers with all URLs.
import { startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { startEventStore } from '#infra/embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '#infra/embedded/postgres/start.ts';
import type { Config } from './config.ts';
import type { Screen } from './screen.ts';
import { type Child, type Kept, keepRunning, type Tell } from './supervisor.ts';

export type Urls = { readonly eventStore: string; readonly postgres: string; readonly keys: string; readonly clickHouse: string };
export type Engines = { readonly urls: Urls; stop(): Promise<void> };
type Engine = Child & { readonly url: string; readonly port: number };
type Start = (options: { data: string; port?: number }) => Promise<Engine>;
type Running = { url: string; stop(): Promise<void> };

/** The first start takes a free port; every restart takes that same port, because the roles know its URL. */
async function embedded(name: string, start: Start, data: string, tell: Tell): Promise<Running> {
  let port: number | undefined;
  const kept: Kept<Engine> = await keepRunning(
    name,
    async () => {
      const engine = await start({ data, port });
      port = engine.port;
      return engine;
    },
    tell,
  );
  return { url: kept.current().url, stop: () => kept.stop() };
}

const elsewhere = async (url: string): Promise<Running> => ({ url, stop: async () => {} });

/** Starts all three at once; when one fails, the others are stopped again before the failure is passed on. */
export async function startEngines(config: Config, screen: Screen, tell: Tell): Promise<Engines> {
  const at = (name: string) => `${config.data}/${name}`;
  const one = (title: string, name: string, url: string | undefined, start: Start) =>
    screen.step(title, () => (url ? elsewhere(url) : embedded(name, start, at(name), tell)));
  const started = await Promise.allSettled([
    one('event store', 'eventstore', config.eventStoreUrl, startEventStore),
    one('read models (PostgreSQL)', 'postgres', config.postgresUrl, startPostgres),
    one('warehouse (ClickHouse)', 'clickhouse', config.clickHouseUrl, startClickHouse),
  ]);
  const running = started.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : []));
  const stop = async () => void (await Promise.all(running.map((r) => r.stop())));
  const failed = started.find((s) => s.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [eventStore, postgres, clickHouse] = running.map((r) => r.url) as [string, string, string];
  return { urls: { eventStore, postgres, keys: config.keysUrl ?? keysUrl(postgres), clickHouse }, stop };
}
