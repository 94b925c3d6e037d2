// The event store port over EventStoreDB's official client.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '#domain/kernel/event-store.ts';
import { type Client, connect } from './client.ts';
import { consume } from './consume.ts';
import { follow, head } from './follow.ts';
import { makeStreams } from './streams.ts';

/** What EventStoreDB accepts in one append unless configured otherwise: 1 MiB up to 24.x, 16 MiB for the embedded store. */
const MAX_APPEND = 16 * 1024 * 1024;
const DISPOSE_MS = 1000;

/** `url`: `esdb://host:port?tls=false` or a cluster's connection string. `maxAppend`: bytes the server takes in one append. */
export function makeEventStore({ url, maxAppend = MAX_APPEND }: { url: string; maxAppend?: number }): EventStore {
  const client = connect(url);
  return {
    ...makeStreams(client, maxAppend),
    follow: (options) => follow(client, options),
    head: () => head(client),
    consume: (group, options) => consume(client, group, options),
    close: () => disposed(client),
  };
}

/** The client waits for each of its streams to end, and one that was cancelled while nobody read it never says so. */
async function disposed(client: Client): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([client.dispose(), sleep(DISPOSE_MS, undefined, { signal: waiting.signal }).catch(() => undefined)]);
  waiting.abort();
}
