// `hub role NAME`: one role as a process. `hub start` forks it; a cluster runs as many of each as it wants.
import type { MetricsJson } from '#infra/metrics/metrics.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { parent, ROLES, type RoleName, stopAsked } from './role-process.ts';

const HELP = `hub role ${ROLES.join(' | ')}
  Runs one role against the engines that the URLs in the environment name; all four URLs must be set.
  setup        create or migrate tables, keys and the warehouse, fill an empty hub with the demo, then end
  api          HTTP, sign-in, sockets and the dashboard
  projections  views in PostgreSQL, the live feed, the warehouse
  agents       the agents and the reactors`;

export type RoleConfig = Config & Required<Pick<Config, 'eventStoreUrl' | 'postgresUrl' | 'keysUrl' | 'clickHouseUrl'>>;
export type RunningRole = {
  stop(): Promise<void>;
  /** What it counts, to be shown with the API's own figures. */
  readonly metrics?: () => Promise<MetricsJson>;
  /** Resolves when a role that ends by itself has done its work. */
  readonly done?: Promise<void>;
  /** Rejects when the role cannot go on. */
  readonly failed?: Promise<void>;
};
/** A role has done its start-up when it resolves. */
export type Role = (config: RoleConfig) => Promise<RunningRole>;

const METRICS_MS = 2000;
const SLOW_MS = 5000;

const load: Record<RoleName, () => Promise<{ run: Role }>> = {
  setup: () => import('./roles/setup.ts'),
  api: () => import('./roles/api.ts'),
  projections: () => import('./roles/projections.ts'),
  agents: () => import('./roles/agents.ts'),
};

const isRole = (name: string | undefined): name is RoleName => ROLES.includes(name as RoleName);

function withUrls(config: Config): RoleConfig | undefined {
  const { eventStoreUrl, postgresUrl, keysUrl, clickHouseUrl } = config;
  return eventStoreUrl && postgresUrl && keysUrl && clickHouseUrl ? { ...config, eventStoreUrl, postgresUrl, keysUrl, clickHouseUrl } : undefined;
}

export async function runRole([name, ...rest]: string[]): Promise<number> {
  if (name === '--help' || rest.includes('--help')) return (console.log(HELP), 0);
  if (!isRole(name)) return (console.error(`hub: name a role: ${ROLES.join(', ')}`), 2);
  try {
    const config = withUrls(readConfig(process.env));
    if (!config) throw new ConfigError('a role needs EVENTSTORE_URL, POSTGRES_URL, KEYS_URL and CLICKHOUSE_URL; `hub start` sets them');
    const { run } = await load[name]();
    const running = await run(config);
    parent.ready();
    const reporting = running.metrics && setInterval(() => void running.metrics!().then(parent.metrics), METRICS_MS);
    await Promise.race([running.done ?? stopAsked(), ...(running.failed ? [running.failed.then(() => stopAsked())] : [])]);
    clearInterval(reporting);
    const slow = setTimeout(() => console.error(`${name} is slow to stop; still open: ${process.getActiveResourcesInfo().join(', ')}`), SLOW_MS);
    await running.stop();
    clearTimeout(slow);
    return process.exit(0); // everything is closed; a client's idle timer must not keep the process
  } catch (error) {
    parent.failed(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof ConfigError)) console.error(error);
    return process.exit(1); // what was opened before the failure would keep the process alive
  }
}
