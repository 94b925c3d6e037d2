// Engines that were just started, or that are busy, answer late: a start waits for them and says what it waits for.
import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '#domain/kernel/errors.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
/** After this a start gives up with the last error. */
export const PATIENCE_MS = 180_000;

export type Patience = { readonly say: (line: string) => void; readonly patienceMs?: number };

/** Repeats `work`, which must bear that, while what it needs is `unavailable`. `what` names it for people. */
export async function untilItAnswers<T>(what: string, work: () => Promise<T>, { say, patienceMs = PATIENCE_MS }: Patience): Promise<T> {
  const end = performance.now() + patienceMs;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS))
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HubError) || error.kind !== 'unavailable' || performance.now() + wait > end) throw error;
      say(`waiting for ${what}: ${error.message}`);
      await sleep(wait);
    }
}
