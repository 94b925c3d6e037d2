// From what an offering and schedules say to what the slot engine and calendars need: who takes part, and which time of whom is wanted.
import type { Availability, Schedule } from '#domain/schedule/messages.ts';
import type { WantedTime } from './messages.ts';
import { daysOf, LIMITS, limitClaim, type LimitKind, limitPeriods } from './periods.ts';
import type { Actor, Fit } from './slots/actor.ts';
import { type Interval, MINUTE, widen } from './slots/interval.ts';
import type { Claim } from './slots/occupancy.ts';
import type { Search, Session, Terms } from './slots/slots.ts';
import type { Zone } from './slots/zone.ts';

/** What an offering says about its booking. */
export type Service = {
  readonly id: string;
  readonly durationMinutes: number;
  readonly preparationMinutes: number;
  readonly cleanupMinutes: number;
  readonly staffRequired: boolean;
  readonly staffIds: readonly string[];
  readonly maxConcurrent: number;
  readonly bookingAdvanceDays: number;
};
export type Setting = {
  readonly service: Service;
  readonly houseId: string;
  readonly zone: Zone;
  /** By actor; absent: nothing said. */
  readonly schedules: ReadonlyMap<string, Schedule>;
};
/** What is taken of an actor in a period. */
export type ClaimsOf = (actor: string, period: string) => readonly Claim[];
/** `anyOf` in the order in which they are asked. */
export type Wanted = {
  readonly all: readonly WantedTime[];
  readonly anyOf: readonly { readonly actor: string; readonly claims: readonly WantedTime[] }[];
  readonly hosts: number;
};

const DAY = 1440;
const rulesOf = ({ schedules, service }: Setting) => schedules.get(service.id)!.rules;
const fitOf = ({ service }: Setting): Fit => ({ duration: service.durationMinutes, before: service.preparationMinutes, after: service.cleanupMinutes });
export const termsOf = (setting: Setting): Terms => {
  const { step, notice } = rulesOf(setting);
  return { ...fitOf(setting), step, notice, horizon: setting.service.bookingAdvanceDays * DAY };
};

/** All whose schedules matter besides the house; of `staff` only those asked for. */
export function actorsIn(setting: Setting, staff?: readonly string[]): { readonly all: readonly string[]; readonly anyOf: readonly string[] } {
  const { service } = setting;
  return { all: [service.id, ...rulesOf(setting).needs], anyOf: staff ? service.staffIds.filter((id) => staff.includes(id)) : service.staffIds };
}

const most = (availability: Availability | undefined, kind: LimitKind) => (kind === 'day' ? availability?.perDay : availability?.perWeek);
const limitsOf = (setting: Setting, id: string) =>
  LIMITS.flatMap((kind) => {
    const capacity = most(setting.schedules.get(id)?.availability, kind);
    return capacity ? [{ kind, capacity }] : [];
  });
const capacityOf = ({ service, schedules }: Setting, id: string) =>
  id === service.id ? service.maxConcurrent : (schedules.get(id)?.availability?.capacity ?? 1);

/** The periods of an actor that tell whether it is free in the window. */
export function periodsOf(setting: Setting, id: string, window: Interval): string[] {
  const { before, after } = fitOf(setting);
  return [...daysOf(widen(window, before, after)), ...limitsOf(setting, id).flatMap(({ kind }) => limitPeriods(kind, window, setting.zone))];
}

function actorOf(setting: Setting, id: string, window: Interval, claimsOf: ClaimsOf): Actor {
  const { availability, blocks = [] } = setting.schedules.get(id) ?? {};
  const bare = { id, blocks: blocks.map(({ kind, from, to }) => ({ kind, from: Date.parse(from), to: Date.parse(to) })) };
  const { before, after } = fitOf(setting);
  const taken = (periods: readonly string[]) => periods.flatMap((period) => claimsOf(id, period));
  return {
    ...bare,
    capacity: capacityOf(setting, id),
    ...(availability?.weekly && { hours: { weekly: availability.weekly, overrides: availability.overrides } }),
    claims: id === setting.houseId ? [] : taken(daysOf(widen(window, before, after))),
    limits: limitsOf(setting, id).map(({ kind, capacity }) => ({ id, capacity, blocks: [], claims: taken(limitPeriods(kind, window, setting.zone)) })),
  };
}

export function searchOf(setting: Setting, window: Interval, now: number, claimsOf: ClaimsOf, staff?: readonly string[]): Search {
  const { all, anyOf } = actorsIn(setting, staff);
  const actor = (id: string) => actorOf(setting, id, window, claimsOf);
  const [hosts, needed] = [rulesOf(setting).hosts, setting.service.staffRequired || setting.service.staffIds.length > 0];
  const search = { terms: termsOf(setting), zone: setting.zone, now, window, all: [setting.houseId, ...all].map(actor), anyOf: anyOf.map(actor) };
  return { ...search, hosts: needed ? hosts : 0, sessions: rulesOf(setting).group ? sessionsOf(setting, search.anyOf) : [] };
}

/** Customers of one start are one party to whoever and whatever serves them all. */
const sessionParty = ({ service }: Setting, start: number) => `${service.id}@${new Date(start).toISOString()}`;

function sessionsOf(setting: Setting, staff: readonly Actor[]): Session[] {
  const held = staff.flatMap(({ id, claims }) => claims.filter((c) => c.party === sessionParty(setting, c.from)).map((c) => ({ start: c.from, host: id })));
  return [...Map.groupBy(held, ({ start }) => start)].map(([start, of]) => ({
    start,
    party: sessionParty(setting, start),
    hosts: [...new Set(of.map(({ host }) => host))],
  }));
}

/** What an appointment claims, in one order for everybody, so that of two who want the same at least one gets all of it. */
export function wantedFor(setting: Setting, appointmentId: string, start: number, staff: readonly string[]): Wanted {
  const { before, after, duration } = fitOf(setting);
  const core = { from: start, to: start + duration * MINUTE };
  const time = { start: new Date(core.from).toISOString(), end: new Date(core.to).toISOString(), before, after };
  const shared = rulesOf(setting).group ? sessionParty(setting, start) : appointmentId;
  const claims = (actor: string): WantedTime[] => {
    const party = actor === setting.service.id ? appointmentId : shared;
    const days = daysOf(widen(core, before, after)).map((period) => ({ actor, period, party, ...time, capacity: capacityOf(setting, actor) }));
    const limits = limitsOf(setting, actor).map(({ kind, capacity }) => ({ actor, party, ...limitClaim(kind, start, setting.zone), capacity }));
    return [...days, ...limits];
  };
  const { all } = actorsIn(setting);
  return {
    all: [...new Set(all)].sort().flatMap(claims),
    anyOf: staff.map((actor) => ({ actor, claims: claims(actor) })),
    hosts: staff.length > 0 ? rulesOf(setting).hosts : 0,
  };
}
