// What a route looks up on other streams before it gives a command. A rule never does: it is told.
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';

export async function eventsOf(store: StreamReader, stream: StreamId): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for await (const event of store.read(stream)) events.push(event);
  return events;
}

/** The last event of one of `types`, its data as `D`. */
export function lastOf<D>(events: readonly Recorded[], ...types: readonly string[]): (Recorded & { readonly data: D }) | undefined {
  return events.findLast((event) => types.includes(event.type)) as (Recorded & { readonly data: D }) | undefined;
}
