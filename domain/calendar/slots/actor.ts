// Whoever or whatever an appointment needs: a person, a room, a device, the house, the service itself, or a limit on how many.
import { type Hours, isOverridden, openHours } from './hours.ts';
import { type Interval, intersect, overlaps, subtract, widen, within } from './interval.ts';
import { type Claim, fullRanges, inTheWay } from './occupancy.ts';
import { localOf, type Zone } from './zone.ts';

export const BLOCKS = ['leave', 'holiday', 'maintenance'] as const;
export type Block = Interval & { readonly kind: (typeof BLOCKS)[number] };
export type Actor = {
  readonly id: string;
  readonly capacity: number;
  /** Absent: whenever the others can. */
  readonly hours?: Hours;
  readonly blocks: readonly Block[];
  /** Bookings, and holds and requests that have not run out: all of them count. */
  readonly claims: readonly Claim[];
  /** How many a day or week: each an actor whose claims last the whole period. */
  readonly limits?: readonly Actor[];
};
/** Minutes. `before`, `after`: the candidate's own preparation and clean-up. */
export type Fit = { readonly duration: number; readonly before: number; readonly after: number };
export const REASONS = ['hours', 'override', ...BLOCKS, 'busy', 'held', 'buffer', 'capacity', 'limit', 'notice', 'horizon', 'alignment', 'no-hours'] as const;
export type Reason = (typeof REASONS)[number];

/** When a core of an appointment may lie, so that its own and the others' buffers stay apart. */
export function freeRanges(actor: Actor, fit: Fit, zone: Zone, window: Interval): Interval[] {
  const working = subtract(actor.hours ? openHours(actor.hours, zone, window) : [window], actor.blocks);
  const taken = fullRanges(actor.claims, actor.capacity).map((range) => widen(range, fit.after, fit.before));
  const limited = (actor.limits ?? []).flatMap((limit) => fullRanges(limit.claims, limit.capacity));
  return subtract(working, [...taken, ...limited]);
}

/** Why the actor cannot take the core; undefined when it can. `party`: whose claims do not count against it. */
export function whyNot(actor: Actor, core: Interval, fit: Fit, zone: Zone, party?: string): Reason | undefined {
  const block = actor.blocks.find((b) => overlaps(b, core));
  if (block) return block.kind;
  if (actor.hours && !within(core, openHours(actor.hours, zone, core))) return isOverridden(actor.hours, localOf(zone, core.from).date) ? 'override' : 'hours';
  const blocking = inTheWay(actor.claims, actor.capacity, widen(core, fit.before, fit.after), party);
  if (blocking.length > 0) return taken(actor, core, blocking);
  const limited = (actor.limits ?? []).some((limit) => inTheWay(limit.claims, limit.capacity, core, party).length > 0);
  return limited ? 'limit' : undefined;
}

function taken({ capacity }: Actor, core: Interval, blocking: readonly Claim[]): Reason {
  if (!blocking.some((claim) => overlaps(claim, core))) return 'buffer';
  if (capacity > 1) return 'capacity';
  return blocking.every(({ firm }) => !firm) ? 'held' : 'busy';
}

/** When all of them can. */
export const together = (ranges: readonly (readonly Interval[])[], window: Interval): Interval[] =>
  ranges.reduce<Interval[]>((a, b) => intersect(a, b), [window]);
