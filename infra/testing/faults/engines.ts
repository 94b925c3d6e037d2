// The three engines behind ways that can be cut, for a hub that is told their addresses.
import { join } from 'node:path';
import { startClickHouse } from '../../embedded/clickhouse/start.ts';
import { startEventStore } from '../../embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '../../embedded/postgres/start.ts';
import { keepRunning, type Tell } from '../../main/supervisor.ts';
import { descendants } from './processes.ts';
import { type Proxy, startProxy } from './proxy.ts';

export const ENGINES = ['event store', 'PostgreSQL', 'ClickHouse'] as const;
export type EngineName = (typeof ENGINES)[number];
export type Engine = { readonly name: EngineName; readonly proxy: Proxy; pids(): number[] };
type Started = { url: string; port: number; pid: number; exited: Promise<number | null>; stop(): Promise<void> };

const OF: Readonly<Record<EngineName, { start: (options: { data: string; port?: number }) => Promise<Started>; folder: string; is: RegExp }>> = {
  'event store': { start: startEventStore, folder: 'eventstore', is: /embedded\/eventstore\/main/ },
  PostgreSQL: { start: startPostgres, folder: 'postgres', is: /^postgres: |bin\/postgres / },
  ClickHouse: { start: startClickHouse, folder: 'clickhouse', is: /embedded\/clickhouse\/main/ },
};

/** Each engine is kept running on its port; the hub reaches it by its proxy only. `env`: what the hub needs to know. */
export async function startCutEngines(data: string, tell: Tell) {
  const stops: (() => Promise<void>)[] = [];
  const engines: Engine[] = [];
  const urls: Partial<Record<EngineName, string>> = {};
  for (const name of ENGINES) {
    const { start, folder, is } = OF[name];
    let port: number | undefined;
    const kept = await keepRunning<Started>(
      name,
      async () => {
        const started = await start({ data: join(data, folder), port });
        port = started.port;
        return started;
      },
      tell,
    );
    const proxy = await startProxy(port!);
    urls[name] = kept.current().url.replace(`:${port}`, `:${proxy.port}`);
    const pids = () =>
      descendants(process.pid)
        .filter(({ command }) => is.test(command) && !command.includes('watcher'))
        .map(({ pid }) => pid);
    engines.push({ name, proxy, pids });
    stops.push(async () => {
      await kept.stop();
      await proxy.close();
    });
  }
  const postgres = urls['PostgreSQL']!;
  return {
    engines,
    env: { EVENTSTORE_URL: urls['event store']!, POSTGRES_URL: postgres, KEYS_URL: keysUrl(postgres), CLICKHOUSE_URL: urls['ClickHouse']! },
    stop: async () => void (await Promise.all(stops.map((stop) => stop()))),
  };
}
