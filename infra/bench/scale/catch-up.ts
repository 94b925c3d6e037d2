// The projections role over a log that it has not read: how fast, and with how much memory, until it is level.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricsJson } from '#infra/metrics/metrics.ts';
import { startRole } from '../../main/role-process.ts';
import { cpuSecondsOf, memoryBelow, type Sample } from './memory.ts';

export const GROUPS = ['views', 'warehouse', 'ledger'] as const;
export type Group = (typeof GROUPS)[number];
export type Standing = Readonly<Record<Group, number>>;
export type CaughtUp = {
  readonly groups: readonly Group[];
  readonly samples: readonly Sample[];
  /** Where they stood when it began. */
  readonly first: Standing;
  readonly standing: Standing;
  /** Seconds until each was level; absent when it was not. */
  readonly levelAfter: Partial<Record<Group, number>>;
  readonly seconds: number;
  /** Of the process, its start included: what neighbours on the machine do not change much. */
  readonly cpuSeconds: number;
};
export type CatchUpOptions = {
  readonly env: Record<string, string>;
  readonly data: string;
  readonly groups: readonly Group[];
  readonly events: number;
  readonly head: bigint;
  readonly everyMs: number;
  /** When to stop although it is not level. */
  readonly until: number;
  readonly tell: (line: string) => void;
};

const valuesOf = (metrics: MetricsJson, name: string) => metrics.find((metric) => metric.name === name)?.values ?? [];
/** Positions grow with the log, and all parts of these logs are alike: a place in the log as a number of events. */
function standingOf(metrics: MetricsJson, events: number, head: bigint): Standing {
  const at = valuesOf(metrics, 'hub_projection_position');
  const of = (group: string) => Math.round((events * Number(at.find(({ labels }) => labels['group'] === group)?.value ?? 0)) / Number(head));
  return { views: of('views'), warehouse: of('warehouse'), ledger: of('ledger') };
}
export const pad = (values: readonly (string | number)[], width = 12): string => values.map((value) => String(value).padStart(width)).join('');
const COLUMNS = ['projections', 'event store', 'PostgreSQL', 'ClickHouse'] as const;

type Usage = { readonly heapUsed: number; readonly external: number; readonly arrayBuffers: number; readonly rss: number };
const MB = 1024 ** 2;
/** Asks the process what it holds once its garbage is gone, see held.ts. */
async function heldBy(pid: number, file: string): Promise<{ heap: number; external: number } | undefined> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let n = 0; n < 200 && !existsSync(file); n += 1) await sleep(25);
  if (!existsSync(file)) return undefined;
  const { after } = JSON.parse(readFileSync(file, 'utf8')) as { after: Usage };
  return { heap: Math.round(after.heapUsed / MB), external: Math.round(after.external / MB) };
}

export async function catchUp({ env, data, groups, events, head, everyMs, until, tell }: CatchUpOptions): Promise<CaughtUp> {
  let newest: MetricsJson = [];
  const held = join(data, 'held.ndjson');
  const since = performance.now();
  const seconds = () => (performance.now() - since) / 1000;
  const preload = `${process.env['NODE_OPTIONS'] ?? ''} --import ${new URL('./held.ts', import.meta.url).href}`;
  const own = { HUB_PROJECTION_GROUPS: groups.join(','), HUB_BENCH_HELD: held, NODE_OPTIONS: preload };
  const levelAfter: Partial<Record<Group, number>> = {};
  const look = () => standingOf(newest, events, head);
  let first: Standing | undefined;
  const heard = (metrics: MetricsJson) => {
    newest = metrics;
    if (groups.some((group) => look()[group] > 0)) first ??= look();
    for (const group of groups) if (look()[group] >= events) levelAfter[group] ??= seconds();
  };
  const role = await startRole('projections', { ...process.env, ...env, ...own }, join(data, 'logs'), { metrics: heard });
  const samples: Sample[] = [];
  const isLevel = () => groups.every((group) => levelAfter[group] !== undefined);
  tell(pad(['seconds', ...groups, ...COLUMNS.map((name) => `${name} MB`), 'held heap', 'external'], 16));
  while (!isLevel() && Date.now() < until) {
    await sleep(everyMs);
    const [standing, of, left] = [look(), memoryBelow(process.pid), await heldBy(role.pid, held)];
    const done = Math.min(...groups.map((group) => standing[group]));
    samples.push({
      done,
      of: left ? { ...of, 'held heap': { own: left.heap, resident: left.heap }, external: { own: left.external, resident: left.external } } : of,
    });
    tell(
      pad(
        [seconds().toFixed(0), ...groups.map((group) => standing[group]), ...COLUMNS.map((name) => of[name]?.own ?? 0), left?.heap ?? '', left?.external ?? ''],
        16,
      ),
    );
  }
  const standing = look();
  const done = { groups, samples, first: first ?? standing, standing, levelAfter, seconds: seconds(), cpuSeconds: cpuSecondsOf(role.pid) };
  await role.stop();
  return done;
}
