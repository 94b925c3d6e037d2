// Customers who wait: for the person they were promised, and for any answer before the channel stops taking free text.
import { type Given, reject } from '../kernel/decider.ts';
import { isFrom, plusMinutes } from '../kernel/instants.ts';
import { windowEnd } from './channels.ts';
import type { ConversationEvent } from './messages.ts';
import type { Decided, OpenedConversation } from './state.ts';

/** How long somebody has to take over before others are told. */
const HANDOVER_MINUTES = 10;
/** How long before a channel closes its window others are told. */
export const WINDOW_WARNING_MINUTES = 120;

export const handoverBy = (at: string): string => plusMinutes(at, HANDOVER_MINUTES);

export function missHandover({ mode, answerBy, overdue }: OpenedConversation, { at }: Given): Decided {
  if (mode !== 'requested' || !answerBy || overdue['hand-over']) return [];
  return isFrom(at, answerBy) ? [{ type: 'AnswerOverdue', data: { kind: 'hand-over', by: answerBy } }] : reject('conversation.not-due');
}

/** When the first of those who speak here may send no more free text; undefined: never, or it was told already that nobody answers. */
export function windowBy({ channel, overdue }: Pick<OpenedConversation, 'channel' | 'overdue'>, sentAt: string): string | undefined {
  const end = overdue.window ? undefined : windowEnd(channel, 'hub', sentAt);
  return end === undefined ? undefined : new Date(end).toISOString();
}
export function warnOfWindow(open: OpenedConversation, { at }: Given): Decided {
  const by = open.lastInbound && windowBy(open, open.lastInbound.sentAt);
  if (by === undefined || open.isAnswered || open.status === 'resolved') return [];
  return isFrom(at, plusMinutes(by, -WINDOW_WARNING_MINUTES)) ? [{ type: 'AnswerOverdue', data: { kind: 'window', by } }] : reject('conversation.not-due');
}

/** What an answer ends, where it had become overdue. */
export const answered = ({ overdue }: OpenedConversation, ...kinds: readonly (keyof OpenedConversation['overdue'])[]): ConversationEvent[] =>
  kinds.flatMap((kind) => (overdue[kind] ? [{ type: 'AnswerGiven', data: { kind, by: overdue[kind] } } as const] : []));
