// Who of a hub can be killed, by what each is.
import { alive, descendants, type Process } from './processes.ts';

const KINDS: Readonly<Record<string, (p: Process) => boolean>> = {
  'event store': (p) => p.command.includes('embedded/eventstore/main'),
  'PostgreSQL watcher': (p) => p.command.includes('postgres/watcher'),
  postmaster: (p) => / -D \S+ -p \d+/.test(p.command) && !p.command.includes('watcher'),
  'PostgreSQL backend': (p) => p.command.startsWith('postgres: hub'),
  ClickHouse: (p) => p.command.includes('embedded/clickhouse/main'),
  api: (p) => p.command.includes('role api'),
  projections: (p) => p.command.includes('role projections'),
  agents: (p) => p.command.includes('role agents'),
};
/** A key of KINDS, or `hub`. */
export type Victim = string;
export const VICTIMS: readonly Victim[] = [...Object.keys(KINDS), 'hub'];

/** Kills one process of that kind with SIGKILL; answers its pid, undefined when there is none right now. */
export function kill(hub: number, victim: Victim): number | undefined {
  const found = victim === 'hub' ? { pid: hub } : descendants(hub).find(KINDS[victim]!);
  if (!found || !alive(found.pid)) return undefined;
  process.kill(found.pid, 'SIGKILL');
  return found.pid;
}
