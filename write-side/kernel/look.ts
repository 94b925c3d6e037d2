// What another stream's rules know now, for routes that need it: sealed fields stay sealed.
import { fold, type Message } from '#domain/kernel/decider.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Slice } from '#domain/kernel/slice.ts';

export async function look<C extends Message, E extends Message, S>(store: StreamReader, slice: Slice<C, E, S>, stream: StreamId): Promise<S> {
  const events: E[] = [];
  for await (const { type, data, meta } of store.read(stream)) events.push((slice.upcast?.({ type, data }, meta.schema) ?? { type, data }) as unknown as E);
  return fold(slice.decider, events);
}
