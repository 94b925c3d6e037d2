import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { CalendarCommand, CalendarEvent, WantedTime } from './messages.ts';
import { inTheWay, occupied } from './slots/occupancy.ts';
import { afterCalendarEvent, claimOf, type Holds, isLive } from './state.ts';

type Decided = CalendarEvent[] | Rejection;
const evolve = (event: CalendarEvent, holds: Holds) => afterCalendarEvent(holds, event);
const expired = (holds: Holds, at: string): CalendarEvent[] =>
  Object.entries(holds).flatMap(([holdId, hold]) => (isLive(hold, at) ? [] : [{ type: 'HoldExpired', data: { holdId } }]));

/** Requests, holds and bookings all count. Whose hold ran out is told so in the same append, and so cannot keep it later by a slower clock. */
function place(holds: Holds, holdId: string, wanted: WantedTime, until: string, at: string): Decided {
  if (holds[holdId] && isLive(holds[holdId], at)) return [];
  if (Date.parse(until) <= Date.parse(at)) return reject('calendar.hold-expired');
  const live = Object.values(holds).filter((hold) => isLive(hold, at));
  const { actor, period, party, start, end, before, after, capacity } = wanted;
  const blocking = inTheWay(live.map(claimOf), capacity, occupied(claimOf(wanted)), party);
  if (blocking.length > 0) return reject('calendar.taken', { actor, reason: blocking.every(({ firm }) => !firm) ? 'held' : 'busy' });
  return [...expired(holds, at), { type: 'HoldPlaced', data: { holdId, actor, period, party, start, end, before, after, capacity, until } }];
}

export const calendar: Decider<CalendarCommand, CalendarEvent, Holds> = {
  initial: {},
  decide: {
    PlaceHold: ({ data: { holdId, until, ...wanted }, at }, holds) => place(holds, holdId, wanted, until, at),
    KeepHold: ({ data: { holdId }, at }, holds) => {
      const hold = holds[holdId];
      if (!hold || !isLive(hold, at)) return reject('calendar.hold-expired');
      return hold.until === undefined ? [] : [{ type: 'HoldKept', data: { holdId } }];
    },
    ReleaseHold: ({ data: { holdId }, at }, holds) => {
      if (!holds[holdId]) return [];
      return [{ type: isLive(holds[holdId], at) ? 'HoldReleased' : 'HoldExpired', data: { holdId } }];
    },
  },
  evolve: { HoldPlaced: evolve, HoldKept: evolve, HoldReleased: evolve, HoldExpired: evolve },
};
