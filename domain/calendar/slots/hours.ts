// Weekly hours and exceptions in local time, as intervals of one window.
import { type Interval, intersect, merge } from './interval.ts';
import { addDays, instantOf, localOf, minuteOf, weekdayOf, type Zone } from './zone.ts';

/** `HH:MM`, `to` up to `24:00`; a `to` that is not after `from` is on the next day. */
export type Opening = { readonly from: string; readonly to: string };
export type Hours = {
  /** By weekday, 1 Monday to 7 Sunday. */
  readonly weekly: readonly (Opening & { readonly weekday: number })[];
  /** Instead of the weekly hours of that date; no openings: closed. */
  readonly overrides: readonly { readonly date: string; readonly openings: readonly Opening[] }[];
};

const openingsOn = ({ weekly, overrides }: Hours, date: string): readonly Opening[] =>
  overrides.find((o) => o.date === date)?.openings ?? weekly.filter(({ weekday }) => weekday === weekdayOf(date));

function intervalOf(zone: Zone, date: string, opening: Opening): Interval {
  const [from, to] = [minuteOf(opening.from), minuteOf(opening.to)];
  return { from: instantOf(zone, date, from), to: to > from ? instantOf(zone, date, to) : instantOf(zone, addDays(date, 1), to) };
}

export function openHours(hours: Hours, zone: Zone, window: Interval): Interval[] {
  const found: Interval[] = [];
  const last = localOf(zone, window.to).date;
  for (let date = addDays(localOf(zone, window.from).date, -1); date <= last; date = addDays(date, 1))
    found.push(...openingsOn(hours, date).map((opening) => intervalOf(zone, date, opening)));
  return intersect(merge(found), [window]);
}

export const isOverridden = (hours: Hours, date: string): boolean => hours.overrides.some((o) => o.date === date);
