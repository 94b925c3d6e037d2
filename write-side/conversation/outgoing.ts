// One message of a conversation as its carrier needs it: read from the log, opened, and looked at once more before it leaves.
import { isWindowOpen } from '#domain/conversation/channels.ts';
import type { StoredConversationEvent } from '#domain/conversation/messages.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { isAbsent, type Open, type Sealed, sealedClass } from '#domain/kernel/sealing.ts';
import { lastOf } from '#write-side/kernel/facts.ts';
import type { Outgoing } from './ports.ts';

type Of<T extends StoredConversationEvent['type']> = Recorded<Extract<StoredConversationEvent, { type: T }>>;
const of = <T extends StoredConversationEvent['type']>(events: readonly Recorded[], type: T) => events.filter((e): e is Of<T> => e.type === type);

/** Nobody wants yesterday's words, such as after a day without the hub. */
const TOO_OLD_MS = 86_400_000;

/** Whether the message advertises. */
export const isMarketing = (events: readonly Recorded[], messageId: string): boolean =>
  of(events, 'MessageQueued').find(({ data }) => data.messageId === messageId)?.data.purpose === 'marketing';

/** The contact has not said otherwise since. */
export const isAllowed = (events: readonly Recorded[]): boolean => lastOf(events, 'MarketingAllowed', 'MarketingStopped')?.type === 'MarketingAllowed';

/** What leaves with a message, the number or account and the words: the contact's, and of the patient they are known to be. */
const personsOf = (values: readonly Sealed[], patientId: string | undefined) =>
  [...new Set([...values.map(({ subject }) => subject), ...(patientId ? [patientId] : [])])].map((id) => {
    const own = values.filter(({ subject }) => subject === id || id === patientId);
    return { id, fields: own.map(({ field }) => field).toSorted(), health: own.some((value) => sealedClass(value) === 'health') };
  });

/** The message, or the code of why it must not leave. `events` are the whole conversation. */
export async function outgoing(open: Open, stream: StreamId, events: readonly Recorded[], messageId: string, at: string): Promise<Outgoing | string> {
  const queued = of(events, 'MessageQueued').find(({ data }) => data.messageId === messageId);
  const [opened] = of(events, 'ConversationOpened');
  if (!queued || !opened) return 'unknown';
  if (Date.parse(at) - Date.parse(queued.meta.occurredAt) > TOO_OLD_MS) return 'too-old';
  const [to, content] = await open(stream.tenant, [opened.data.identity, queued.data.content]);
  if (isAbsent(to) || isAbsent(content)) return 'erased';
  const lastInbound = of(events, 'MessageReceived')
    .map(({ data: { sentAt } }) => sentAt)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  const { author, kind, template } = queued.data;
  const linked = lastOf<{ patientId: string }>(events, 'ConversationLinked', 'ConversationUnlinked');
  const patientId = linked?.type === 'ConversationLinked' ? linked.data.patientId : undefined;
  const about = {
    persons: personsOf([opened.data.identity, queued.data.content], patientId),
    purpose: 'care-coordination',
    correlation: queued.meta.correlationId,
  } as const;
  const isLate = !isWindowOpen(opened.data.channel, 'bot', lastInbound, at);
  const ids = { conversationId: stream.id, messageId };
  return { ...ids, to: String(to), author, kind, isLate, content: content as Outgoing['content'], about, ...(template && { template }) };
}
