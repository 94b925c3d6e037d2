// Stretches of time, half-open [from, to), in epoch milliseconds.
export type Interval = { readonly from: number; readonly to: number };
export const MINUTE = 60_000;

export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;
export const within = (inner: Interval, outer: readonly Interval[]): boolean => outer.some(({ from, to }) => from <= inner.from && inner.to <= to);
export const widen = ({ from, to }: Interval, before: number, after: number): Interval => ({ from: from - before * MINUTE, to: to + after * MINUTE });

/** The same time in order, without overlaps; stretches that touch become one. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { from, to } of intervals.filter((i) => i.from < i.to).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else merged.push({ from, to });
  }
  return merged;
}

/** `intervals` without the time of `taken`. */
export function subtract(intervals: readonly Interval[], taken: readonly Interval[]): Interval[] {
  let left = merge(intervals);
  for (const hole of merge(taken))
    left = left.flatMap((i) => {
      if (!overlaps(i, hole)) return [i];
      return [
        { from: i.from, to: hole.from },
        { from: hole.to, to: i.to },
      ].filter(({ from, to }) => from < to);
    });
  return left;
}

/** The time that is in both. */
export const intersect = (a: readonly Interval[], b: readonly Interval[]): Interval[] =>
  merge(a.flatMap((x) => b.filter((y) => overlaps(x, y)).map((y) => ({ from: Math.max(x.from, y.from), to: Math.min(x.to, y.to) }))));
