// What a calendar holds after its events; shared with the view of calendars.
import type { CalendarEvent, WantedTime } from './messages.ts';
import type { Claim } from './slots/occupancy.ts';

/** `until` absent: lasting. */
export type Hold = WantedTime & { readonly until?: string };
/** By id. */
export type Holds = Readonly<Record<string, Hold>>;

export const isLive = ({ until }: Hold, at: string): boolean => until === undefined || Date.parse(at) < Date.parse(until);
export const claimOf = ({ start, end, before, after, party, until }: Hold): Claim => ({
  ...{ from: Date.parse(start), to: Date.parse(end), before, after, party },
  firm: until === undefined,
});

export function afterCalendarEvent(holds: Holds, { type, data }: CalendarEvent): Holds {
  const { [data.holdId]: held, ...others } = holds;
  if (type === 'HoldPlaced') {
    const { holdId, ...hold } = data;
    return { ...holds, [holdId]: hold };
  }
  if (type !== 'HoldKept' || !held) return others;
  const { until: _, ...lasting } = held;
  return { ...others, [data.holdId]: lasting };
}
