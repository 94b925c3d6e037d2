// How far a build is and when it will be level, by the pace since it began or went on.
import type { Position } from '#domain/kernel/envelope.ts';

export type Way = { readonly from: Position; readonly at: Position; readonly head: Position; readonly seconds: number };
/** `secondsLeft` is unknown until a thousandth of the way is gone: before that it would be a guess. */
export type Estimate = { readonly part: number; readonly secondsLeft: number | undefined };
const LEAST_DONE = 0.001;

/** Positions stand for bytes of the log, so the pace is of what there is to read, not of events. */
export function estimate({ from, at, head, seconds }: Way): Estimate {
  const share = (of: bigint, whole: bigint) => (whole > 0n ? Math.min(1, Math.max(0, Number(of) / Number(whole))) : 1);
  const done = share(at - from, head - from);
  return { part: share(at, head), secondsLeft: done > LEAST_DONE ? seconds * (1 / done - 1) : undefined };
}
