// The slot engine: which times are open for an appointment, with whom, and why the others are closed.
import { type Actor, type Fit, freeRanges, type Reason, together, whyNot } from './actor.ts';
import { isAligned, startsIn } from './align.ts';
import { type Interval, intersect, MINUTE, within } from './interval.ts';
import type { Zone } from './zone.ts';

/** Minutes. `notice`: how soon at the earliest; `horizon`: how far ahead at the latest. */
export type Terms = Fit & { readonly step: number; readonly notice: number; readonly horizon: number };
export type Search = {
  readonly terms: Terms;
  readonly zone: Zone;
  readonly now: number;
  readonly window: Interval;
  /** All of these, such as room, device, house and the service itself. */
  readonly all: readonly Actor[];
  /** Any `hosts` of these; 0 hosts: no person is needed. */
  readonly anyOf: readonly Actor[];
  readonly hosts: number;
  /** Starts of group sessions that still may be joined, with who holds them. */
  readonly sessions?: readonly Session[];
};
export type Session = { readonly start: number; readonly party: string; readonly hosts: readonly string[] };
export type Slot = Interval & { readonly hosts: readonly string[] };
export type Closed = { readonly reason: Reason; readonly actor?: string };

const coreAt = (start: number, { duration }: Fit): Interval => ({ from: start, to: start + duration * MINUTE });
/** When a start may be, by now, notice and horizon. */
const allowed = ({ now, terms: { notice, horizon, duration } }: Search): Interval => ({
  from: now + notice * MINUTE,
  to: now + (horizon + duration) * MINUTE,
});
const hasHours = ({ all, anyOf }: Search): boolean => [...all, ...anyOf].some((actor) => actor.hours);

/** Open slots in order of time. */
export function openSlots(search: Search): Slot[] {
  if (!hasHours(search)) return [];
  const { terms, zone, anyOf, hosts } = search;
  const [clipped] = intersect([search.window], [allowed(search)]);
  if (!clipped) return [];
  const free = (actor: Actor) => freeRanges(actor, terms, zone, clipped);
  const common = together(search.all.map(free), clipped);
  const byHost = anyOf.map((actor) => ({ id: actor.id, ranges: intersect(common, free(actor)) }));
  const ranges = hosts > 0 ? byHost.map((host) => host.ranges) : [common];
  const starts = new Set(ranges.flatMap((of) => of.flatMap((range) => startsIn(range, terms.duration, terms.step, zone))));
  const slots = [...starts].flatMap((start): Slot[] => {
    const core = coreAt(start, terms);
    const able = byHost.filter((host) => within(core, host.ranges)).map(({ id }) => id);
    return able.length >= hosts ? [{ ...core, hosts: able }] : [];
  });
  const joined = (search.sessions ?? []).filter((session) => !starts.has(session.start) && !whyClosed(search, session.start, session));
  return [...slots, ...joined.map(({ start, hosts }) => ({ ...coreAt(start, terms), hosts }))].toSorted((a, b) => a.from - b.from);
}

/** Those of the staff who can begin at `start`, as far as hours, absences and known claims tell. */
export function ableAt({ anyOf, terms, zone }: Search, start: number): string[] {
  return anyOf.filter((actor) => !whyNot(actor, coreAt(start, terms), terms, zone)).map(({ id }) => id);
}

/** Why nothing can begin at `start`; undefined when something can. `session`: the group session that is joined. */
export function whyClosed(search: Search, start: number, session?: Session): Closed | undefined {
  const { terms, zone, now, anyOf, hosts } = search;
  if (!hasHours(search)) return { reason: 'no-hours' };
  if (start < now + terms.notice * MINUTE) return { reason: 'notice' };
  if (start > now + terms.horizon * MINUTE) return { reason: 'horizon' };
  if (!isAligned(start, terms.step, zone)) return { reason: 'alignment' };
  const core = coreAt(start, terms);
  const refusedBy = (actors: readonly Actor[]) =>
    actors.flatMap((actor): Required<Closed>[] => {
      const reason = whyNot(actor, core, terms, zone, session?.party);
      return reason ? [{ reason, actor: actor.id }] : [];
    });
  const common = refusedBy(search.all);
  if (common[0]) return common[0];
  const wanted = session ? anyOf.filter(({ id }) => session.hosts.includes(id)) : anyOf;
  const refused = refusedBy(wanted);
  const needed = session ? wanted.length : hosts;
  return wanted.length - refused.length < needed ? (refused[0] ?? { reason: 'capacity' }) : undefined;
}

/** Times that the hours alone would allow, and why each is closed. */
export function closedSlots(search: Search): (Interval & Closed)[] {
  const bare = (actor: Actor): Actor => ({ ...actor, blocks: [], claims: [], limits: [] });
  const anyTime = { ...search.terms, notice: 0, horizon: (search.window.to - search.window.from) / MINUTE };
  const empty = { ...search, terms: anyTime, now: search.window.from, all: search.all.map(bare), anyOf: search.anyOf.map(bare), sessions: [] };
  const open = new Set(openSlots(search).map(({ from }) => from));
  return openSlots(empty).flatMap(({ from, to }) => {
    const closed = open.has(from) ? undefined : whyClosed(search, from);
    return closed ? [{ from, to, ...closed }] : [];
  });
}
