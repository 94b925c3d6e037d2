// Where slots may begin: on round minutes of the wall clock, since half-hour zones break alignment in UTC.
import { type Interval, MINUTE } from './interval.ts';
import type { Zone } from './zone.ts';

const GRIDS = [60, 30, 20, 15, 10, 5] as const;
/** The largest round number of minutes that divides `step`; 1 when none does. */
export const gridOf = (step: number): number => GRIDS.find((grid) => step % grid === 0) ?? 1;

const ceil = (instant: number, unit: number, offset: number): number => Math.ceil((instant + offset * MINUTE) / unit) * unit - offset * MINUTE;

/** The first instant from `instant` on at which the wall clock shows a multiple of `grid` minutes. */
export function alignUp(instant: number, grid: number, zone: Zone): number {
  const offset = zone.offsetAt(instant);
  const aligned = ceil(instant, grid * MINUTE, offset);
  const later = zone.offsetAt(aligned);
  return later === offset ? aligned : ceil(aligned, grid * MINUTE, later); // the clock was changed in between
}

export const isAligned = (instant: number, step: number, zone: Zone): boolean => alignUp(instant, gridOf(step), zone) === instant;

/** Starts of slots of `duration` minutes, every `step` minutes, that end within `range`. */
export function startsIn(range: Interval, duration: number, step: number, zone: Zone): number[] {
  const starts: number[] = [];
  const grid = gridOf(step);
  for (let start = alignUp(range.from, grid, zone); start + duration * MINUTE <= range.to; start = alignUp(start + step * MINUTE, grid, zone))
    starts.push(start);
  return starts;
}
