// The processes of a hub as the system sees them, for tests that kill them.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type Process = { readonly pid: number; readonly parent: number; readonly command: string };

function all(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]);
        return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
      } catch {
        return []; // it ended while we looked
      }
    });
}

/** The processes whose parent, by any number of steps, is `pid`. */
export function descendants(pid: number): Process[] {
  const now = all();
  const below = (id: number): Process[] => now.filter((p) => p.parent === id).flatMap((p) => [p, ...below(p.pid)]);
  return below(pid);
}

export const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Stops them where they are (SIGSTOP); answers how they go on. */
export function stop(pids: readonly number[]): () => void {
  const signal = (what: NodeJS.Signals) => {
    for (const pid of pids) if (alive(pid)) process.kill(pid, what);
  };
  signal('SIGSTOP');
  return () => signal('SIGCONT');
}
export const pidsOfRole = (hub: number, role: string): number[] =>
  descendants(hub)
    .filter(({ command }) => command.includes(`role ${role}`))
    .map(({ pid }) => pid);

/** Asks every `every` ms until `claim` holds; throws with `what` after `ms`. Answers how long it took, in ms. */
export async function until(what: string, claim: () => boolean | Promise<boolean>, ms = 20_000, every = 100): Promise<number> {
  const started = performance.now();
  for (; performance.now() - started < ms; await sleep(every)) if (await claim()) return performance.now() - started;
  throw new Error(`waited ${ms} ms in vain: ${what}`);
}
