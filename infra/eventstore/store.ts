// The event store port over EventStoreDB's official client.
import type { EventStore } from '#domain/kernel/event-store.ts';
import { connect } from './client.ts';
import { consume } from './consume.ts';
import { follow, head } from './follow.ts';
import { makeStreams } from './streams.ts';

/** What EventStoreDB accepts in one append unless configured otherwise: 1 MiB up to 24.x, 16 MiB for the embedded store. */
const MAX_APPEND = 16 * 1024 * 1024;

/** `url`: `esdb://host:port?tls=false` or a cluster's connection string. `maxAppend`: bytes the server takes in one append. */
export function makeEventStore({ url, maxAppend = MAX_APPEND }: { url: string; maxAppend?: number }): EventStore {
  const client = connect(url);
  return {
    ...makeStreams(client, maxAppend),
    follow: (options) => follow(client, options),
    head: () => head(client),
    consume: (group, options) => consume(client, group, options),
    close: () => client.dispose(),
  };
}
