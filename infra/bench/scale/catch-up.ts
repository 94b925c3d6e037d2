// The projections role over a log that it has never read: how fast, and with how much memory, until it is level.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricsJson } from '#infra/metrics/metrics.ts';
import { startRole } from '../../main/role-process.ts';
import { memoryBelow, type Sample } from './memory.ts';

export const GROUPS = ['views', 'warehouse', 'ledger'] as const;
export type Standing = Readonly<Record<(typeof GROUPS)[number], number>>;
export type CaughtUp = {
  readonly samples: readonly Sample[];
  readonly standing: Standing;
  readonly seconds: number;
  readonly level: boolean;
  readonly heapMb: number;
};
export type CatchUpOptions = {
  readonly env: Record<string, string>;
  readonly data: string;
  readonly events: number;
  readonly head: bigint;
  readonly everyMs: number;
  /** When to stop although it is not level. */
  readonly until: number;
  readonly tell: (line: string) => void;
};

const valuesOf = (metrics: MetricsJson, name: string) => metrics.find((metric) => metric.name === name)?.values ?? [];
/** Positions grow with bytes, and all parts of these logs are alike: a place in the log as a number of events. */
function standingOf(metrics: MetricsJson, events: number, head: bigint): Standing {
  const at = valuesOf(metrics, 'hub_projection_position');
  const of = (group: string) => Math.round((events * Number(at.find(({ labels }) => labels['group'] === group)?.value ?? 0)) / Number(head));
  return { views: of('views'), warehouse: of('warehouse'), ledger: of('ledger') };
}
export const pad = (values: readonly (string | number)[], width = 12): string => values.map((value) => String(value).padStart(width)).join('');
const COLUMNS = ['projections', 'event store', 'PostgreSQL', 'ClickHouse'] as const;

export async function catchUp({ env, data, events, head, everyMs, until, tell }: CatchUpOptions): Promise<CaughtUp> {
  let newest: MetricsJson = [];
  let heapMb = 0;
  const since = performance.now();
  const seconds = () => (performance.now() - since) / 1000;
  const role = await startRole('projections', { ...process.env, ...env }, join(data, 'logs'), { metrics: (metrics) => (newest = metrics) });
  const samples: Sample[] = [];
  const look = () => standingOf(newest, events, head);
  const isLevel = () => GROUPS.every((group) => look()[group] >= events);
  tell(pad(['seconds', ...GROUPS, ...COLUMNS.map((name) => `${name} MB`), 'heap MB'], 16));
  while (!isLevel() && Date.now() < until) {
    await sleep(everyMs);
    heapMb = Math.round(Number(valuesOf(newest, 'nodejs_heap_size_used_bytes')[0]?.value ?? 0) / 1024 ** 2);
    const [standing, of] = [look(), memoryBelow(process.pid)];
    samples.push({ atMs: seconds() * 1000, done: Math.min(standing.views, standing.warehouse), of });
    tell(pad([seconds().toFixed(0), ...GROUPS.map((group) => standing[group]), ...COLUMNS.map((name) => of[name]?.own ?? 0), heapMb], 16));
  }
  const done = { samples, standing: look(), seconds: seconds(), level: isLevel(), heapMb };
  await role.stop();
  return done;
}
