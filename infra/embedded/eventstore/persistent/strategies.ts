// Which consumer gets a message.
import { contentOf, streamOf } from '../store/record.ts';
import type { Consumer } from './consumer.ts';
import type { Message } from './source.ts';

export type Strategy = (message: Message, consumers: readonly Consumer[]) => Consumer | undefined;

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d); // short keys differ in few bits: spread them
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}
function correlation(message: Message): string {
  const { value } = message.resolved.target ?? message.resolved.entry;
  try {
    const { $correlationId: named } = JSON.parse(contentOf(value).metadata.toString('utf8')) as { $correlationId?: unknown };
    return typeof named === 'string' ? named : streamOf(value);
  } catch {
    return streamOf(value);
  }
}
/** The consumer whose own hash with the key is highest: when one comes or goes, only the keys that it wins or had move. */
function winner(key: string, consumers: readonly Consumer[]): Consumer | undefined {
  let best: Consumer | undefined;
  let highest = -1;
  for (const consumer of consumers) {
    const score = hash(`${key} ${consumer.key}`);
    if (score > highest) [best, highest] = [consumer, score];
  }
  return best;
}
/** The same key goes to the same consumer while that is there; the message waits while it is busy. */
const pinnedBy =
  (key: (message: Message) => string): Strategy =>
  (message, consumers) => {
    const chosen = winner(key(message), consumers);
    return chosen?.canTake(message) ? chosen : undefined;
  };
const streamKey = (message: Message): string => streamOf((message.resolved.target ?? message.resolved.entry).value);

function makeRoundRobin(): Strategy {
  let turn = 0;
  return (message, consumers) => {
    for (let i = 0; i < consumers.length; i++) {
      const chosen = consumers[(turn + i) % consumers.length]!;
      if (!chosen.canTake(message)) continue;
      turn = (turn + i + 1) % consumers.length;
      return chosen;
    }
    return undefined;
  };
}
/** RoundRobin for any name not known. */
export function makeStrategy(name: string): Strategy {
  if (name === 'DispatchToSingle') return (message, consumers) => consumers.find((c) => c.canTake(message));
  if (name === 'Pinned') return pinnedBy(streamKey);
  if (name === 'PinnedByCorrelation') return pinnedBy(correlation);
  return makeRoundRobin();
}
