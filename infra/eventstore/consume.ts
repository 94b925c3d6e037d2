// Competing consumers: a persistent subscription to the whole log, limited to some event types.
import type { Delivery } from '#domain/kernel/event-store.ts';
import { type Client, eventTypeFilter, PARK, persistentSubscriptionToAllSettingsFromDefaults, RETRY, type ResolvedEvent, START } from './client.ts';
import { toRecorded } from './convert.ts';
import { isGroupDropped, isGroupExists, isGroupMissing, isUnavailable, toHubError } from './errors.ts';
import { makePull } from './pull.ts';
import { makeBackoff } from './retry.ts';

type Options = { types: readonly string[]; signal: AbortSignal; bufferSize?: number; retries?: number };
/** Long enough for a language model to answer before the event is given to somebody else. */
const MESSAGE_TIMEOUT_MS = 120_000;
const escaped = (type: string): string => type.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A group's filter is fixed when it is created: other types need another group name. */
async function createGroup(client: Client, group: string, { types, retries }: Options): Promise<void> {
  const settings = persistentSubscriptionToAllSettingsFromDefaults({
    startFrom: START,
    messageTimeout: MESSAGE_TIMEOUT_MS,
    checkPointLowerBound: 1,
    checkPointAfter: 500,
    ...(retries !== undefined && { maxRetryCount: retries }),
  });
  const filter = eventTypeFilter({ regex: `^(${types.map(escaped).join('|')})$` });
  try {
    await client.createPersistentSubscriptionToAll(group, settings, { filter });
  } catch (error) {
    if (!isGroupExists(error)) throw error;
  }
}

async function* session(client: Client, group: string, { signal, bufferSize = 16 }: Options): AsyncGenerator<Delivery> {
  const subscription = client.subscribeToPersistentSubscriptionToAll(group, { bufferSize });
  const pull = makePull<ResolvedEvent & { retryCount: number }>(subscription, signal);
  // An answer lost with its connection needs no care: the store delivers the event again.
  const settle = (answer: Promise<void>): Promise<void> => answer.catch(() => {});
  try {
    while (!signal.aborted) {
      const resolved = pull.take();
      if (!resolved) {
        await pull.something();
        continue;
      }
      const event = toRecorded(resolved);
      const park = (reason: string) => settle(subscription.nack(PARK, reason, resolved));
      if (!event) {
        await park('not an event of the hub');
        continue;
      }
      yield {
        event,
        attempt: resolved.retryCount + 1,
        ack: () => settle(subscription.ack(resolved)),
        retry: (reason) => settle(subscription.nack(RETRY, reason, resolved)),
        park,
      };
    }
  } finally {
    await pull.close();
  }
}

export async function* consume(client: Client, group: string, options: Options): AsyncGenerator<Delivery> {
  const backoff = makeBackoff(options.signal);
  while (!options.signal.aborted) {
    try {
      await createGroup(client, group, options);
      for await (const delivery of session(client, group, options)) {
        backoff.reset();
        yield delivery;
      }
    } catch (error) {
      if (!isUnavailable(error) && !isGroupMissing(error) && !isGroupDropped(error)) throw toHubError(error);
    }
    if (!options.signal.aborted) await backoff.pause();
  }
}
