// A whole hub as a child process, for tests that need the real thing.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../embedded/free-port.ts';

export { freePort };

export type Login = { email: string; password: string; tenant: string; role: string };
export type Hub = {
  address: string;
  logins: Login[];
  data: string;
  process: ChildProcess;
  progress: string[];
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

export const temporaryFolder = (name = 'hub'): { path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), `${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** Runs `hub ARGS` to its end. */
export function runHub(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['infra/main/hub.ts', ...args], { env: { ...process.env, ...env } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** Starts a hub on a free port and waits for its one JSON line. Rejects with what it printed when it ends before that. */
export async function startHub(data: string, env: Record<string, string> = {}): Promise<Hub> {
  const port = env.HUB_PORT ?? String(await freePort());
  const child = spawn(process.execPath, ['infra/main/hub.ts', 'start', '--json'], { env: { ...process.env, HUB_DATA: data, HUB_PORT: port, ...env } });
  const progress: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => progress.push(line));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return exited;
  };
  const first = new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const line = await Promise.race([first, exited.then((code) => Promise.reject(new Error(`the hub ended with ${code}:\n${progress.join('\n')}`)))]);
  return { ...(JSON.parse(line) as { address: string; logins: Login[] }), data, process: child, progress, stop };
}

/** Signs in and answers a `fetch` that carries the token. */
export async function signedIn(hub: Pick<Hub, 'address' | 'logins'>, role: string, tenant?: string) {
  const login = hub.logins.find((l) => l.role === role && (!tenant || l.tenant === tenant));
  if (!login) throw new Error(`no demo login has the role ${role}`);
  const { email, password } = login;
  const answer = await fetch(`${hub.address}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, tenant: login.tenant }),
  });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  const call = (path: string, init: RequestInit = {}) =>
    fetch(hub.address + path, {
      ...init,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
    });
  const json = async <T>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; body: T }> => {
    const response = await call(path, body === undefined ? { headers } : { method: 'POST', body: JSON.stringify(body), headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  };
  return { token: accessToken, tenant: login.tenant, call, json };
}
