// How far a group has got, on disk: an event in its checkpoint stream, of which only the newest is kept.
import { randomUUID } from 'node:crypto';
import { contentOf } from '../store/record.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { checkpointStream } from './definition.ts';

const toText = (place: number, isAll: boolean): string => (isAll ? `C:${place}/P:${place}` : String(place));
const fromText = (text: string): number => Number(/\d+/.exec(text)?.[0]);

export type Checkpoint = ReturnType<typeof makeCheckpoint>;

/** `after` is where the group starts when nothing has been stored yet. */
export function makeCheckpoint(store: EmbeddedStore, id: string, isAll: boolean, after: number) {
  const stream = checkpointStream(id);
  const stored = store.stream(stream, store.state(stream).last, 1, 'backwards').entries[0];
  let place = stored ? fromText(JSON.parse(contentOf(stored.value).data.toString('utf8')) as string) : after;
  let hasStored = stored !== undefined;
  let writing: Promise<void> | undefined;
  async function write(next: number): Promise<void> {
    const event = {
      id: randomUUID(),
      type: '$SubscriptionCheckpoint',
      json: true,
      data: Buffer.from(JSON.stringify(toText(next, isAll))),
      metadata: Buffer.alloc(0),
    };
    await store.append({ stream, expected: 'any', events: [event], replace: true });
    place = next;
    hasStored = true;
  }
  return {
    place: (): number => place,
    text: (): string => (hasStored ? toText(place, isAll) : ''),
    /** Stores `next`; answers false when a write is under way already. A write that fails is repeated by a later one. */
    save(next: number): boolean {
      if (writing) return false;
      writing = write(next)
        .catch(() => {})
        .finally(() => (writing = undefined));
      return true;
    },
    async settled(): Promise<void> {
      await writing;
    },
    remove: () => store.softDelete(stream, 'any'),
  };
}
