// What becomes of a conversation when it is known whose its contact is, and when that changes.
import { getIn } from '../kernel/id-map.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import type { Decided, OpenedConversation } from './state.ts';
import { answered } from './waiting.ts';

type Follow = Extract<ConversationCommand, { type: 'FollowContact' }>['data'];
export function follow({ patientId: now, lost }: OpenedConversation, { patientId, was }: Follow): Decided {
  if (lost || now !== was || now === patientId) return [];
  if (patientId) return [{ type: 'ConversationLinked', data: { patientId } }];
  return now ? [{ type: 'ConversationUnlinked', data: { patientId: now } }] : [];
}

/** What has not left is taken back, so that it does not reach a stranger. An emergency stays for a person to acknowledge. */
export function lose(open: OpenedConversation, at: string): Decided {
  if (open.lost) return [];
  const unsent = [...new Set([...open.line, ...open.waiting])].filter((messageId) => getIn(open.messages, messageId)?.status === 'queued');
  const withdrawn = unsent.map((messageId): ConversationEvent => ({ type: 'MessageFailed', data: { messageId, reportedAt: at, code: 'withdrawn' } }));
  const isOver = open.status === 'open' && !open.emergency;
  const resolved: ConversationEvent[] = isOver ? [{ type: 'ConversationResolved', data: { context: open.context } }] : [];
  return [{ type: 'ContactLost', data: { contactId: open.contactId } }, ...withdrawn, ...resolved, ...answered(open, 'hand-over', 'window')];
}
