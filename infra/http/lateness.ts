// Whether the event loop is late: for seconds, not for a moment, since a moment passes before anybody has come back.
import { HubError } from '#domain/kernel/errors.ts';

const EVERY_MS = 50;
const LATE_MS = 400;
const SAMPLES = 8;

export type Lateness = {
  /** Throws `hub.busy` while the loop is late. */
  check(): void;
  stop(): void;
};

/** Late when the median of the last samples is over `lateMs`: with eight of them a process has then been overloaded for three seconds. */
export function isLate(samples: readonly number[], lateMs = LATE_MS): boolean {
  return samples.length === SAMPLES && samples.toSorted((a, b) => a - b)[SAMPLES / 2]! > lateMs;
}

/** Measures how much later than asked a timer comes. */
export function watchLateness(): Lateness {
  let samples: readonly number[] = [];
  let late = false;
  let due = performance.now() + EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    samples = [...samples, Math.max(0, now - due)].slice(-SAMPLES);
    late = isLate(samples);
    due = now + EVERY_MS;
  }, EVERY_MS).unref();
  return {
    check: () => {
      if (late) throw new HubError('unavailable', 'hub.busy', 'The hub has more to do than it can; try again.', { detail: { retryAfter: 2 } });
    },
    stop: () => clearInterval(timer),
  };
}
