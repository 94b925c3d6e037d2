// What can go wrong around a hub, besides the death of a process: each trouble begins, lasts, and ends.
import { writeFileSync } from 'node:fs';
import type { Disk } from './disk.ts';
import type { Engine } from './engines.ts';
import { alive, descendants } from './processes.ts';
import { kill, VICTIMS } from './victims.ts';

export type Trouble = {
  readonly name: string;
  /** Answers how it ends. */
  begin(): Promise<() => Promise<void> | void>;
  /** While it lasts an engine is away, so that nobody may say the hub is ready. */
  readonly takesAway: boolean;
  /** The hub itself has to be started again. */
  readonly endsHub?: boolean;
};
type Around = { readonly engines: readonly Engine[]; readonly hub: () => number; readonly clock: string; readonly disk: Disk | undefined };

const signal = (pids: readonly number[], what: NodeJS.Signals) => {
  for (const pid of pids) if (alive(pid)) process.kill(pid, what);
};
const MINUTES = 60_000;

export function troublesOf({ engines, hub, clock, disk }: Around): Trouble[] {
  const stopped = (name: string, pids: () => number[], takesAway: boolean): Trouble => ({
    name: `${name} stopped`,
    takesAway,
    begin: async () => {
      const found = pids();
      signal(found, 'SIGSTOP');
      return () => signal(found, 'SIGCONT');
    },
  });
  const role = (name: string) => () =>
    descendants(hub())
      .filter(({ command }) => command.includes(`role ${name}`))
      .map(({ pid }) => pid);
  const jump = (minutes: number): Trouble => ({
    name: `clock ${minutes} minutes off`,
    takesAway: false,
    begin: async () => {
      writeFileSync(clock, String(minutes * MINUTES));
      return () => writeFileSync(clock, '0');
    },
  });
  const killed = (victim: string): Trouble => ({
    name: `${victim} killed`,
    takesAway: false,
    ...(victim === 'hub' && { endsHub: true }),
    begin: async () => {
      kill(victim === 'hub' ? hub() : process.pid, victim);
      return () => {};
    },
  });
  return [
    ...VICTIMS.map(killed),
    ...engines.flatMap(({ name, proxy, pids }): Trouble[] => [
      stopped(name, pids, true),
      { name: `${name} refuses`, takesAway: true, begin: async () => (await proxy.refuse(), () => proxy.heal()) },
      { name: `${name} half open`, takesAway: true, begin: async () => (proxy.silence(), () => proxy.heal()) },
    ]),
    ...['projections', 'agents'].map((name) => stopped(name, role(name), false)),
    ...[10, -10].map(jump),
    ...(disk ? [{ name: 'disk full', takesAway: false, begin: async () => (disk.fill(), () => disk.free()) }] : []),
  ];
}
