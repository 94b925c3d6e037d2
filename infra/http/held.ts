// Refusals that are held back: whoever goes on asking after having been refused gets the next refusals late, so a flood that waits for its answers
// slows down by itself, and takes the less of what others need.
import { setTimeout as sleep } from 'node:timers/promises';
import { makeRecent } from '#domain/kernel/recent.ts';
import type { Answering } from './exchange.ts';

export type HeldSettings = {
  /** Refusals of one caller in a second that are answered at once: a client that does as it is told needs one. */
  readonly free: number;
  readonly ms: number;
  /** How many wait at once, all callers together; beyond it the connection is closed with the answer, which costs the caller more than us. */
  readonly most: number;
};
export const HELD: HeldSettings = { free: 5, ms: 250, most: 2_000 };
const WINDOW_MS = 1_000;
const REMEMBERED = 10_000;

export type Held = (res: Answering, key: string) => Promise<void>;

type Time = { readonly now: () => number; readonly pause: (ms: number) => Promise<unknown> };
const TIME: Time = { now: () => performance.now(), pause: (ms) => sleep(ms, undefined, { ref: false }) };

export function makeHeld({ free, ms, most }: HeldSettings = HELD, { now, pause }: Time = TIME): Held {
  const recent = makeRecent<{ since: number; count: number }>(REMEMBERED, () => 1);
  let waiting = 0;

  function isOften(key: string): boolean {
    const known = recent.get(key);
    const window = known && known.since > now() - WINDOW_MS ? known : { since: now(), count: 0 };
    window.count += 1;
    recent.set(key, window);
    return window.count > free;
  }
  return async (res, key) => {
    if (!isOften(key)) return;
    if (waiting >= most) return void res.setHeader('Connection', 'close');
    waiting += 1;
    await pause(ms * (0.5 + Math.random())); // not all at once: what is held together would come back together
    waiting -= 1;
  };
}
