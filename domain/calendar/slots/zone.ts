// Local time and instants. `Intl` is used as what it is here: a pure function from zone and instant to an offset.
import { MINUTE } from './interval.ts';

/** Minutes that local time is ahead of UTC at an instant. */
export type Zone = { readonly offsetAt: (instant: number) => number };

const DAY = 1440;

/** An IANA zone as far as this machine's time zone data knows it. */
export function zoneOf(name: string): Zone {
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  });
  return {
    offsetAt: (instant) => {
      const part = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
      const local = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute']);
      return (local - Math.floor(instant / MINUTE) * MINUTE) / MINUTE;
    },
  };
}

/** Calendar date (`2026-03-29`) and minute of that day, on the wall clock. */
export function localOf(zone: Zone, instant: number): { date: string; minute: number } {
  const local = new Date(instant + zone.offsetAt(instant) * MINUTE);
  return { date: local.toISOString().slice(0, 10), minute: local.getUTCHours() * 60 + local.getUTCMinutes() };
}

/** When the wall clock shows `minute` of `date`. A time that is skipped in spring is taken as far after the gap as it lies in it; one that comes twice in autumn is the first. */
export function instantOf(zone: Zone, date: string, minute: number): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE;
  const before = zone.offsetAt(wall - DAY * MINUTE);
  const first = wall - before * MINUTE;
  if (zone.offsetAt(first) === before) return first;
  const after = zone.offsetAt(wall + DAY * MINUTE);
  const second = wall - after * MINUTE;
  return zone.offsetAt(second) === after ? second : first;
}

export const addDays = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY * MINUTE).toISOString().slice(0, 10);
/** 1 Monday to 7 Sunday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
export const mondayOf = (date: string): string => addDays(date, 1 - weekdayOf(date));
/** `09:30` → 570; `24:00` is the end of a day. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
