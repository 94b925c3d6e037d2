// PostgreSQL 18 as a child process, for one machine. The rest of the hub sees only its URL.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { freePort } from '../free-port.ts';
import { type Cluster, clearSurvivor, openCluster, USER } from './cluster.ts';

export type StartOptions = { data: string; port?: number; log?: (line: string) => void };
export type Running = { url: string; port: number; pid: number; exited: Promise<number | null>; stop(): Promise<void> };

const WATCHER = fileURLToPath(new URL('./watcher.ts', import.meta.url));
const DATABASES = ['hub', 'hub_keys'];
const READY_MS = 60_000; // recovery after a crash replays the write-ahead log first
const STOP_MS = 5000;
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  timezone: 'UTC',
  log_min_error_statement: 'panic', // a failing statement may carry data
};

/** The database for wrapped keys on the same server: the same URL with database hub_keys. */
export function keysUrl(url: string): string {
  const keys = new URL(url);
  keys.pathname = '/hub_keys';
  return keys.href;
}

function launch({ postgres, folder, account }: Cluster, port: number): ChildProcess {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, ...args] = [...account.prefix, postgres, '-D', folder, '-p', String(port), ...settings];
  return spawn(process.execPath, [WATCHER, JSON.stringify({ program, args, ...account.ids })], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
}

async function createDatabases(urlOf: (database: string) => string): Promise<void> {
  const client = new Client({ connectionString: urlOf('postgres') });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
  const missing = DATABASES.filter((name) => !rows.some((row) => row.datname === name));
  for (const name of missing) await client.query(`create database ${name}`);
  await client.end();
}

/** Undefined when it answers, else why not. */
async function refusal(url: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Waits until the server answers; throws in its own words when it ends before. */
async function ready(url: string, ended: () => boolean, lastWords: () => string | undefined): Promise<void> {
  const until = performance.now() + READY_MS;
  for (let why = await refusal(url); why !== undefined || ended(); why = await refusal(url)) {
    if (ended() || performance.now() > until) throw new Error(`PostgreSQL did not start: ${lastWords() ?? why}`);
    await sleep(25);
  }
}

/** Starts, or resumes, the cluster under `data`; ready when it resolves. `url` is the superuser's, database hub; `pid` is the postmaster's. */
export async function startPostgres(options: StartOptions): Promise<Running> {
  const cluster = await openCluster(options.data);
  await clearSurvivor(cluster.folder);
  const port = options.port ?? (await freePort());
  const urlOf = (database: string) => `postgres://${USER}:${cluster.password}@127.0.0.1:${port}/${database}`;
  const child = launch(cluster, port);
  const recent: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (recent.push(line) > 20) recent.shift();
    options.log?.(line);
  });
  let ended = false;
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code))).finally(() => {
    ended = true;
  });
  const said = createInterface({ input: child.stdout! });
  const pid = new Promise<number>((resolve) => said.once('line', (line) => resolve(Number(line.slice(4)))));
  const stop = async () => {
    child.stdin!.end();
    const timer = setTimeout(() => void pid.then((id) => process.kill(id, 'SIGKILL')).catch(() => {}), STOP_MS);
    await exited;
    clearTimeout(timer);
  };
  try {
    const lastWords = () => recent.filter((line) => /FATAL|PANIC|WARNING/.test(line)).at(-1) ?? recent.at(-1);
    await ready(urlOf('postgres'), () => ended, lastWords);
    await createDatabases(urlOf);
    return { url: urlOf('hub'), port, pid: await pid, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
