// What is known of each stream, loaded on demand and kept for the streams used most recently.
import type { Storage } from './storage.ts';
import { ABSENT, type StreamMetadata, type StreamState, isMetaStream, lastOf, metaStreamOf, parseMetadata } from './stream-metadata.ts';
import { contentOf } from './record.ts';

export type PendingEvent = { readonly id: string; readonly revision: number; readonly position: number };
/** `assigned` counts events that wait for the disk, which validation must see; `durable` is what readers may know. */
export type Head = { readonly name: string; number: number; assigned: StreamState; durable: StreamState; readonly pending: PendingEvent[]; uses: number };
export type Heads = ReturnType<typeof makeHeads>;

export function makeHeads(storage: Storage, capacity: number) {
  const known = new Map<string, Head>();

  const lastRevision = (number: number): number => storage.indexed(number, 2 ** 48 - 1, 1, true)[0]?.revision ?? -1;
  function storedMetadata(name: string): StreamMetadata {
    const number = storage.streamNumber(metaStreamOf(name));
    const last = number === undefined ? undefined : storage.indexed(number, 2 ** 48 - 1, 1, true)[0];
    const entry = last && storage.entry(last.position);
    return entry ? parseMetadata(contentOf(entry.value).data) : {};
  }
  function load(name: string): Head {
    const number = storage.streamNumber(name) ?? 0;
    const metadata = isMetaStream(name) ? {} : storedMetadata(name);
    const state = { ...ABSENT, ...lastOf(number ? lastRevision(number) : -1), metadata };
    return { name, number, assigned: state, durable: state, pending: [], uses: 0 };
  }
  function evict(): void {
    for (const [name, head] of known) {
      if (known.size <= capacity) return;
      if (head.uses === 0)
        known.delete(name); // a head with writes under way is not on disk yet
      else {
        known.delete(name);
        known.set(name, head);
        return;
      }
    }
  }
  return {
    /** The head of a stream; `number` is 0 while the stream has no event. */
    of(name: string): Head {
      const held = known.get(name);
      const head = held ?? load(name);
      if (held) known.delete(name);
      known.set(name, head);
      if (known.size > capacity) evict();
      return head;
    },
    /** After a failed commit nothing assigned is true any more. */
    reset: (): void => known.clear(),
    size: (): number => known.size,
  };
}
