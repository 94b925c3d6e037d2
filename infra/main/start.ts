// `hub start`: engines, then setup, then the roles; one table when ready; everything stopped in reverse on Ctrl-C or SIGTERM.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildWeb } from '#read-side/web/build.ts';
import { type Config, readConfig } from './config.ts';
import { type Engines, startEngines } from './engines.ts';
import { lockFolder } from './instance-lock.ts';
import { readyJson, readyTable, type Login } from './ready.ts';
import { type RoleChild, type RoleName, startRole } from './role-process.ts';
import { makeScreen, type Screen } from './screen.ts';
import { type Kept, keepRunning, type Tell } from './supervisor.ts';

const HELP = `hub start [--json] [--help]
  Runs the hub until Ctrl-C or SIGTERM. Engines whose URL is not set are started here, with data under HUB_DATA.
  --json   when ready, print the address and demo logins as one JSON line on standard output`;
const ROLES = ['api', 'projections', 'agents'] as const satisfies readonly RoleName[];

type Env = Record<string, string | undefined>;
type Running = { stop(): Promise<void> };

function portFault({ host, port }: Config): Promise<string | undefined> {
  const meaning: Record<string, string> = {
    EADDRINUSE: `port ${port} is in use: stop the program that holds it, or choose another with HUB_PORT=${port + 1}`,
    EACCES: `port ${port} needs more rights than this user has: choose one above 1023 with HUB_PORT`,
    EADDRNOTAVAIL: `this machine has no address ${host}: correct HUB_HOST`,
  };
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(meaning[error.code ?? ''] ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

const envOf = ({ urls }: Engines): Env => ({
  ...process.env,
  EVENTSTORE_URL: urls.eventStore,
  POSTGRES_URL: urls.postgres,
  KEYS_URL: urls.keys,
  CLICKHOUSE_URL: urls.clickHouse,
});

/** Setup migrates, says it is ready, then fills an empty hub with the demo while the roles start. */
async function startRoles(env: Env, logs: string, workers: number, screen: Screen, tell: Tell): Promise<Running> {
  const setup = await screen.step('tables and keys', () => startRole('setup', env, logs, { say: (line) => screen.line(`  ${line}`) }));
  const roles = screen.step('roles', async () => {
    let api: Kept<RoleChild> | undefined;
    const keep = (name: RoleName, from: string = name) =>
      keepRunning(from, () => startRole(name, env, logs, { metrics: (metrics) => api?.current().pass({ from, metrics }) }), tell);
    const more = Array.from({ length: workers - 1 }, (_, n) => keep('projections', `projections ${n + 2}`));
    const started = await Promise.allSettled([...ROLES.map((name) => keep(name)), ...more]);
    const [first] = started;
    if (first?.status === 'fulfilled') api = first.value;
    const failed = started.find((s) => s.status === 'rejected');
    const running = started.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : []));
    const stop = async () => void (await Promise.all(running.map((r) => r.stop())));
    if (!failed) return { stop };
    await stop();
    throw failed.reason;
  });
  const code = await setup.exited;
  const running = await roles;
  if (code === 0) return running;
  await running.stop();
  throw new Error(`setup ended with code ${code}`);
}

const loginsOf = ({ data, demo }: Config): Login[] => {
  const file = join(data, 'demo.json');
  return demo && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { logins: Login[] }).logins : [];
};

/** Waits, at most `ms`, until the views show what the demo has just recorded: whoever reads "ready" signs in at once. */
async function viewsAreLevel(address: string, ms = 10_000): Promise<void> {
  type Ready = { checks: Record<string, { behind?: boolean }> };
  for (const end = performance.now() + ms; performance.now() < end; await sleep(50)) {
    const ready = await fetch(`${address}/ready`)
      .then((answer) => answer.json() as Promise<Ready>)
      .catch(() => undefined);
    if (ready?.checks['projection views']?.behind === false) return;
  }
}

const signalled = () =>
  new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });

async function run(config: Config, json: boolean): Promise<number> {
  const screen = makeScreen();
  const since = performance.now();
  const tell: Tell = ({ child, what, detail }) => screen.line(`! ${child} ${what} ${detail}`);
  const stopAsked = signalled();
  const stops: Running[] = [];
  const address = `http://${config.host}:${config.port}`;
  const started = (async () => {
    const web = screen.step('dashboard', buildWeb);
    web.catch(() => undefined); // awaited below, after the engines
    const engines = await startEngines(config, screen, tell);
    stops.unshift(engines);
    writeFileSync(join(config.data, 'engines.json'), `${JSON.stringify(engines.urls, null, 2)}\n`, { mode: 0o600 }); // for tools that look inside
    await web;
    stops.unshift(await startRoles(envOf(engines), join(config.data, 'logs'), config.projectionWorkers, screen, tell));
    if (config.demo) await viewsAreLevel(address);
    return true;
  })();
  try {
    if (await Promise.race([started, stopAsked.then(() => false)])) {
      const ready = {
        address,
        seconds: (performance.now() - since) / 1000,
        logins: loginsOf(config),
        data: config.data,
      };
      process.stdout.write(json ? readyJson(ready) : readyTable(ready));
      await stopAsked;
    } else await started.catch(() => undefined); // stopped while starting: let it finish, so that nothing is left behind
    return 0;
  } catch (error) {
    screen.line(`hub: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await screen.step('stopping', async () => {
      for (const running of stops) await running.stop();
    });
  }
}

/** Runs until stopped; answers the exit code. */
export async function runStart(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return (console.log(HELP), 0);
  const config = readConfig(process.env);
  const lock = await lockFolder(config.data);
  if (!lock) return (console.error(`hub: another hub is running on ${config.data}: stop it, or choose another folder with HUB_DATA`), 1);
  try {
    const fault = await portFault(config);
    return fault ? (console.error(`hub: ${fault}`), 1) : await run(config, values.json ?? false);
  } finally {
    lock.release();
  }
}
