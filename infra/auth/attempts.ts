// After a few wrong passwords in a row each further one makes the account wait longer. In memory: a restart forgives.
import { HubError } from '#domain/kernel/errors.ts';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Attempts } from '#write-side/auth/ports.ts';

const FREE = 5;
const LONGEST_S = 300;
const FORGET_S = 3_600;

/** Waits of 1, 2, 4 … 300 seconds after the fifth failure; a success or a quiet hour clears the count. */
export function makeAttempts(): Attempts {
  const failures = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: FORGET_S });
  const waits = new RateLimiterMemory({ points: 0, duration: 1 });
  return {
    check: async (key) => {
      const wait = await waits.get(key);
      if (!wait || wait.msBeforeNext <= 0) return;
      const retryAfter = Math.ceil(wait.msBeforeNext / 1000);
      throw new HubError('too-many', 'auth.slow-down', `Too many wrong passwords; try again in ${retryAfter} s.`, { detail: { retryAfter } });
    },
    failed: async (key) => {
      const { consumedPoints } = await failures.consume(key);
      if (consumedPoints >= FREE) await waits.block(key, Math.min(LONGEST_S, 2 ** Math.min(consumedPoints - FREE, 20)));
    },
    passed: async (key) => {
      await Promise.all([failures.delete(key), waits.delete(key)]);
    },
  };
}
