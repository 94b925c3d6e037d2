// Which consumer gets a message.
import { contentOf, streamOf } from '../store/record.ts';
import type { Consumer } from './consumer.ts';
import type { Message } from './source.ts';

export type Strategy = (message: Message, consumers: readonly Consumer[]) => Consumer | undefined;

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
function correlation(message: Message): string {
  const { value } = message.resolved.target ?? message.resolved.entry;
  try {
    return String((JSON.parse(contentOf(value).metadata.toString('utf8')) as { $correlationId?: unknown }).$correlationId ?? streamOf(value));
  } catch {
    return streamOf(value);
  }
}
/** The same key goes to the same consumer while the set of consumers stays the same; it waits when that one is busy. */
const pinnedBy =
  (key: (message: Message) => string): Strategy =>
  (message, consumers) => {
    const chosen = consumers[hash(key(message)) % consumers.length];
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
