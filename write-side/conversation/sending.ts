// The sender as a process: several share the events, those of one conversation in turn, all others side by side.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { type HubError, toHubError } from '#domain/kernel/errors.ts';
import type { Delivery, GroupReader } from '#domain/kernel/event-store.ts';
import { OUTSIDE, sideBySide } from '#write-side/kernel/side-by-side.ts';
import { makeSender, SENDER, SENDER_TYPES, type SenderDeps } from './sender.ts';

const RESTART_MS = 1000;
export type SendingDeps = SenderDeps & { readonly store: GroupReader; readonly onFault?: (name: string, event: Recorded, error: HubError) => void };

/** Runs until `signal` aborts. */
export async function runSender({ onFault, ...deps }: SendingDeps, signal: AbortSignal): Promise<void> {
  const onEvent = makeSender(deps);
  const work = async ({ event, ack, retry, park }: Delivery) => {
    try {
      await onEvent(event);
      await ack();
    } catch (thrown) {
      const error = toHubError(thrown);
      onFault?.(SENDER, event, error);
      await (error.kind === 'unavailable' ? retry(error.code) : park(error.code));
    }
  };
  while (!signal.aborted)
    try {
      await sideBySide(deps.store.consume(SENDER, { types: SENDER_TYPES, signal, ...OUTSIDE }), work, signal);
    } catch (error) {
      if (toHubError(error).kind !== 'unavailable') throw error;
      await sleep(RESTART_MS, undefined, { signal }).catch(() => undefined);
    }
}
