// Waiting between attempts.
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable, toHubError } from './errors.ts';

const PAUSES_MS = [50, 200, 600];

/** Tries again a few times when the store is briefly away (a restart, a lost connection). Only for what is safe to repeat. */
export async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!isUnavailable(error)) throw toHubError(error);
      await sleep(pause);
    }
  }
  return attempt().catch((error) => {
    throw toHubError(error);
  });
}

const LONGEST_MS = 5_000;
/** Pauses that double from 100 ms to 5 s until `reset`; each ends early when `signal` aborts. */
export function makeBackoff(signal: AbortSignal): { pause(): Promise<void>; reset(): void } {
  let next = 100;
  return {
    async pause() {
      const wait = next;
      next = Math.min(next * 2, LONGEST_MS);
      await sleep(wait, undefined, { signal }).catch(() => {});
    },
    reset() {
      next = 100;
    },
  };
}
