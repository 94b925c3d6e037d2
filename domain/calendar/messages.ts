// A calendar: what is taken of one actor (a person, room, device, service or limit) in one period. Its stream is where two who want the
// same time meet, so its rule, and no view, decides.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const instant = z.iso.datetime();
const minutes = z.int().min(0).max(1440);
/** `2026-03-02`, a day in UTC, so that no change of zone moves a booking to another stream; `day:` and `week:` are limits, by local date. */
export const period = z.string().regex(/^((day|week):)?\d{4}-\d{2}-\d{2}$/);
/**
 * Time wanted of one actor. `start`, `end`: the appointment itself; `before`, `after`: its preparation and clean-up, which nobody else's may
 * overlap. `party`: claims of one party count once, such as those of a group's session. `capacity`: how many parties at once.
 */
export const claim = z.strictObject({
  actor: id,
  period,
  party: z.string().max(100),
  start: instant,
  end: instant,
  before: minutes,
  after: minutes,
  capacity: z.int().min(1),
});
export type WantedTime = z.infer<typeof claim>;

const hold = { holdId: id };
export const calendarCommands = defineCommands({
  /** Until `until` (ISO), unless it is kept. */
  PlaceHold: z.strictObject({ ...hold, ...claim.shape, until: instant }),
  /** Makes a hold lasting. */
  KeepHold: z.strictObject(hold),
  ReleaseHold: z.strictObject(hold),
});
export type CalendarCommand = CommandOf<typeof calendarCommands>;

export const calendarEvents = defineEvents({
  HoldPlaced: { operational: { ...hold, ...claim.shape, until: instant } },
  HoldKept: { operational: hold },
  HoldReleased: { operational: hold },
  /** Recorded when its time is given to somebody else, or somebody asks for it too late. */
  HoldExpired: { operational: hold },
});
export type CalendarEvent = EventOf<typeof calendarEvents>;
export type StoredCalendarEvent = StoredEventOf<typeof calendarEvents>;
