// Messages a group has given up on: links to them in the group's parked stream, from which they can be replayed.
import { randomUUID } from 'node:crypto';
import { type Entry, revisionOf, streamOf } from '../store/record.ts';
import { firstVisible, metaStreamOf } from '../store/stream-metadata.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { LINK_TYPE, linkTarget } from '../streams/links.ts';
import { parkedStream } from './definition.ts';
import type { Message, MessageSource } from './source.ts';

export type Parked = ReturnType<typeof makeParked>;

export function makeParked(store: EmbeddedStore, source: MessageSource, id: string) {
  const stream = parkedStream(id);
  const replaying = new Set<number>();
  let replayedTo = -1;
  const first = (): number => Math.max(firstVisible(store.state(stream), false), replayedTo + 1);

  async function truncate(): Promise<void> {
    const event = { id: randomUUID(), type: '$metadata', json: true, data: Buffer.from(JSON.stringify({ $tb: replayedTo + 1 })), metadata: Buffer.alloc(0) };
    await store.append({ stream: metaStreamOf(stream), expected: 'any', events: [event], replace: true });
  }
  function replayOne(link: Entry): Message[] {
    const to = linkTarget(link);
    const entry = to && store.at(to.stream, to.revision);
    if (!entry) return []; // scavenged meanwhile: nothing left to replay
    const parkedAt = revisionOf(link.value);
    replaying.add(parkedAt);
    return [source.message(entry, { parkedAt })];
  }
  return {
    count: (): number => Math.max(0, store.state(stream).last - first() + 1) + replaying.size,
    async park({ resolved: { entry } }: Message, reason: string): Promise<void> {
      const metadata = { added: new Date().toISOString(), reason, subscriptionEventNumber: source.place(entry) };
      const data = Buffer.from(`${revisionOf(entry.value)}@${streamOf(entry.value)}`);
      const event = { id: randomUUID(), type: LINK_TYPE, json: false, data, metadata: Buffer.from(JSON.stringify(metadata)) };
      await store.append({ stream, expected: 'any', events: [event] });
    },
    /** Parked messages before revision `stopAt` of the parked stream, oldest first, none twice. They stay parked on disk until each is settled, so a crash loses none. */
    replay(stopAt: number): Message[] {
      const from = first();
      const to = Math.min(store.state(stream).last, stopAt - 1);
      const messages: Message[] = [];
      for (let at = from; at <= to; at++) {
        const link = store.at(stream, at);
        if (link) messages.push(...replayOne(link));
      }
      replayedTo = Math.max(replayedTo, to);
      return messages;
    },
    async settle(parkedAt: number): Promise<void> {
      replaying.delete(parkedAt);
      if (replaying.size === 0) await truncate();
    },
    remove: () => store.softDelete(stream, 'any'),
  };
}
