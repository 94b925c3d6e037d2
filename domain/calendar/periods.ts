// Which streams a stretch of time touches: the days it lies on, in UTC; for limits the local day and week of its start.
import type { WantedTime } from './messages.ts';
import type { Interval } from './slots/interval.ts';
import { addDays, instantOf, localOf, mondayOf, type Zone } from './slots/zone.ts';

export type LimitKind = 'day' | 'week';
export const LIMITS: readonly LimitKind[] = ['day', 'week'];
export const isoOf = (instant: number): string => new Date(instant).toISOString();
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

export function daysOf({ from, to }: Interval): string[] {
  const days: string[] = [];
  for (let day = dayOf(from); day <= dayOf(to - 1); day = addDays(day, 1)) days.push(day);
  return days;
}

const firstOf = { day: (date: string) => date, week: mondayOf };
const lengthOf = { day: 1, week: 7 };

export function limitPeriods(kind: LimitKind, { from, to }: Interval, zone: Zone): string[] {
  const periods: string[] = [];
  const last = localOf(zone, to - 1).date;
  for (let date = firstOf[kind](localOf(zone, from).date); date <= last; date = addDays(date, lengthOf[kind])) periods.push(`${kind}:${date}`);
  return periods;
}

/** A claim on a limit lasts its whole period, so that how many there are at once is how many there are. */
export function limitClaim(kind: LimitKind, start: number, zone: Zone): Pick<WantedTime, 'period' | 'start' | 'end' | 'before' | 'after'> {
  const date = firstOf[kind](localOf(zone, start).date);
  const [from, to] = [instantOf(zone, date, 0), instantOf(zone, addDays(date, lengthOf[kind]), 0)];
  return { period: `${kind}:${date}`, start: new Date(from).toISOString(), end: new Date(to).toISOString(), before: 0, after: 0 };
}
