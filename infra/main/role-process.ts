// A role as a child process: it tells over the IPC channel when it is ready, and ends when the channel closes, so it never outlives the hub.
import { fork } from 'node:child_process';
import { mkdirSync, openSync, closeSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MetricsJson } from '#infra/metrics/metrics.ts';
import type { Child } from './supervisor.ts';

export const ROLES = ['setup', 'api', 'projections', 'agents'] as const;
export type RoleName = (typeof ROLES)[number];
/** What a role says to its parent. */
export type RoleMessage = { ready: true } | { say: string } | { failed: string } | { metrics: MetricsJson };
/** What the hub passes on to the API: another role's figures. */
export type HubMessage = { from: string; metrics: MetricsJson };
export type RoleChild = Child & { pass(message: HubMessage): void };

const HUB = fileURLToPath(new URL('./hub.ts', import.meta.url));
const STOP_MS = 10_000;

const LOG_BYTES = 16 * 1024 * 1024;
type Handlers = { say?: (line: string) => void; metrics?: (metrics: MetricsJson) => void };

/** Appends to `logs/NAME.log`; what was there moves to `NAME.old.log` once it is large, so that logs stay bounded. */
function logFile(folder: string, name: string): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.log`);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES) renameSync(file, join(folder, `${name}.old.log`));
  return openSync(file, 'a', 0o600);
}

/** Forks `hub role NAME`, logging into `logs`; resolves when it says it is ready. Rejects with its own words when it ends before that. */
export function startRole(name: RoleName, env: Record<string, string | undefined>, logs: string, on: Handlers = {}): Promise<RoleChild> {
  const log = logFile(logs, name);
  const child = fork(HUB, ['role', name], { env, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const stop = async () => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(timer);
  };
  return new Promise((resolve, fail) => {
    let last = '';
    child.on('message', (message: RoleMessage) => {
      if ('say' in message) on.say?.(message.say);
      if ('failed' in message) last = message.failed;
      if ('metrics' in message) on.metrics?.(message.metrics);
      if ('ready' in message) resolve({ pid: child.pid!, exited, stop, pass: (m) => void (child.connected && child.send(m)) });
    });
    child.on('error', fail); // also of a message to a child that has just died; its exit is what counts then
    void exited.then((code) => fail(new Error(last || `${name} ended with code ${code} before it was ready; see ${join(logs, name)}.log`)));
  });
}

/** For use inside a role: how it speaks to the hub, or to the terminal when it was started by hand. */
export const parent = {
  say: (line: string) => void (process.send ? process.send({ say: line } satisfies RoleMessage) : console.error(line)),
  ready: () => void process.send?.({ ready: true } satisfies RoleMessage),
  failed: (line: string) => void (process.send ? process.send({ failed: line } satisfies RoleMessage) : console.error(line)),
  metrics: (metrics: MetricsJson) => void (process.connected && process.send?.({ metrics } satisfies RoleMessage)),
  onMetrics: (hear: (message: HubMessage) => void) => void process.on('message', hear),
};

/** Resolves when the role should stop: the hub is gone or asked for it, or a signal came. */
export function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    process.once('disconnect', () => resolve());
    process.on('SIGINT', () => !process.connected && resolve()); // Ctrl-C reaches the whole group; the hub decides the order
    process.on('SIGTERM', () => resolve());
  });
}
