// What is wrong with the views and the warehouse, and what to do about it: each finding has a code with its values, and its remedy.
import type { Position } from '#domain/kernel/envelope.ts';
import type { Check } from '#projections/warehouse/index.ts';
import type { PartitionProgress, ViewProgress, WorkerProgress } from '../kernel/deps.ts';

export type Standing = {
  readonly head: Position | undefined;
  readonly partitions: readonly PartitionProgress[];
  readonly workers: readonly WorkerProgress[];
  readonly views: readonly ViewProgress[];
  /** What the latest comparison of the warehouse with the log found. */
  readonly warehouse?: Check | undefined;
};
export type Code = 'no-worker' | 'idle-partitions' | 'parked' | 'tenant-behind' | 'catching-up' | 'warehouse-drift';
export type Finding = {
  readonly code: Code;
  readonly severity: 'alert' | 'note';
  readonly values: Readonly<Record<string, string | number>>;
  readonly remedy: string;
};

/** A tenant whose oldest event waits longer than this is worth a word. */
const SLOW_SECONDS = 10;
const SHOWN = 5;

const REMEDY: Readonly<Record<Code, string>> = {
  'no-worker': 'start a projections role: hub role projections; its log says why the last one ended',
  'idle-partitions': 'they are taken over within seconds; if not, look at the projections role’s log',
  parked: 'hub projections parked says where; mend the view, then replay the event, or discard it',
  'tenant-behind': 'it waits behind itself only; more HUB_PROJECTION_WORKERS shorten it',
  'warehouse-drift': 'hub warehouse inspect says in which tables; hub warehouse repair sets them right',
  'catching-up': 'wait; more HUB_PROJECTION_WORKERS shorten it, if the database has room',
};
const finding = (code: Code, severity: Finding['severity'], values: Finding['values'] = {}): Finding => ({ code, severity, values, remedy: REMEDY[code] });

/** Behind: some partition has not reached the head of the log. */
export const isLevel = ({ head, partitions }: Pick<Standing, 'head' | 'partitions'>): boolean =>
  head === undefined || partitions.every(({ position }) => position !== undefined && position >= head);

/** Tenants by how long their oldest event waits, the worst first. */
export const waiting = (workers: readonly WorkerProgress[]) =>
  workers.flatMap(({ state }) => state?.tenants ?? []).toSorted((a, b) => b.seconds - a.seconds || b.events - a.events);

export function findings(standing: Standing): Finding[] {
  const { partitions, workers, views, warehouse } = standing;
  const idle = partitions.filter(({ owner }) => owner === undefined).length;
  const behind = !isLevel(standing);
  const queued = workers.reduce((sum, { state }) => sum + (state?.queued ?? 0), 0);
  const eventsPerSecond = workers.reduce((sum, { state }) => sum + (state?.eventsPerSecond ?? 0), 0);
  const drift = warehouse?.differences ?? [];
  const slow = waiting(workers).filter(({ seconds }) => seconds > SLOW_SECONDS);
  return [
    ...(workers.length === 0 ? [finding('no-worker', 'alert')] : []),
    ...(workers.length > 0 && idle > 0 ? [finding('idle-partitions', 'alert', { idle })] : []),
    ...views.filter(({ parked }) => parked > 0).map(({ view, parked }) => finding('parked', 'alert', { view, parked })),
    ...(drift.length > 0 ? [finding('warehouse-drift', 'alert', { groups: drift.length, tenants: new Set(drift.map(({ tenant }) => tenant)).size })] : []),
    ...slow.slice(0, SHOWN).map(({ tenant, events, seconds }) => finding('tenant-behind', 'note', { tenant, events, seconds })),
    ...(workers.length > 0 && behind && workers.some(({ state }) => state?.level === false)
      ? [finding('catching-up', 'note', { queued, eventsPerSecond })]
      : []),
  ];
}
