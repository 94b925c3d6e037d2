// Deliveries that lead to calls outside the hub: those of one stream in turn, all others side by side, so that one slow account holds up nobody
// else. "Try again" waits before it is said, ever longer, because the store gives the event again at once.
import { setTimeout as sleep } from 'node:timers/promises';
import { streamName } from '#domain/kernel/envelope.ts';
import type { Delivery } from '#domain/kernel/event-store.ts';
import { makeInTurn } from './in-turn.ts';

/** Half a day of trying again, a minute apart, before a person has to look. */
export const OUTSIDE = { bufferSize: 64, retries: 720 } as const;
const FIRST_MS = 500;
/** Below the time after which the store gives an unanswered event to somebody else. */
const LONGEST_MS = 60_000;

export const pauseMs = (attempt: number): number => Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);

export async function sideBySide(deliveries: AsyncIterable<Delivery>, work: (delivery: Delivery) => Promise<void>, signal: AbortSignal): Promise<void> {
  const inTurn = makeInTurn();
  const open = new Set<Promise<void>>();
  for await (const delivery of deliveries) {
    const { retry, attempt, event } = delivery;
    const patient: Delivery = {
      ...delivery,
      retry: async (reason) => {
        await sleep(pauseMs(attempt), undefined, { signal }).catch(() => undefined);
        await retry(reason);
      },
    };
    const running = inTurn(streamName(event.stream), () => work(patient));
    open.add(running);
    running.finally(() => open.delete(running)).catch(() => undefined);
  }
  await Promise.allSettled(open);
}
