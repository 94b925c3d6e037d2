// What can go wrong around a hub, besides the death of a process: each trouble begins, lasts, and ends.
import { writeFileSync } from 'node:fs';
import type { Disk } from './disk.ts';
import type { Engine } from './engines.ts';
import { pidsOfRole, stop } from './processes.ts';
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

const MINUTES = 60_000;

export function troublesOf({ engines, hub, clock, disk }: Around): Trouble[] {
  const stopped = (name: string, pids: () => number[], takesAway: boolean): Trouble => ({
    name: `${name} stopped`,
    takesAway,
    begin: async () => stop(pids()),
  });
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
    ...['projections', 'agents'].map((name) => stopped(name, () => pidsOfRole(hub(), name), false)),
    ...[10, -10].map(jump),
    ...(disk ? [{ name: 'disk full', takesAway: false, begin: async () => (disk.fill(), () => disk.free()) }] : []),
  ];
}
