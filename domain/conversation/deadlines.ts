import { anyDeadlines, type DeadlineChange } from '../kernel/deadline.ts';
import { plusMinutes } from '../kernel/instants.ts';
import type { StoredConversationEvent } from './messages.ts';
import { WINDOW_WARNING_MINUTES } from './waiting.ts';

/** Providers tell within seconds what became of a message; whoever was killed while sending cannot. */
const MINUTES_TO_HEAR = 2;
const outcome = (messageId: string) => `outcome:${messageId}`;
const again = (messageId: string) => `again:${messageId}`;
const HANDOVER = 'hand-over';
const WINDOW = 'window';
const over = ({ data: { messageId } }: { data: { messageId: string } }): DeadlineChange => ({ end: [outcome(messageId), again(messageId)] });

export const conversationDeadlines = anyDeadlines<StoredConversationEvent>({
  MessageReceived: ({ data: { answerBy } }) =>
    answerBy ? { set: [{ name: WINDOW, at: plusMinutes(answerBy, -WINDOW_WARNING_MINUTES), command: { type: 'WarnOfWindow', data: {} } }] } : {},
  MessageQueued: ({ data: { author } }) => (author === 'hub' ? {} : { end: [WINDOW] }),
  MessageEchoed: () => ({ end: [WINDOW] }),
  HandoverRequested: ({ data: { answerBy } }) => (answerBy ? { set: [{ name: HANDOVER, at: answerBy, command: { type: 'MissHandover', data: {} } }] } : {}),
  HumanTookOver: () => ({ end: [HANDOVER] }),
  BotResumed: () => ({ end: [HANDOVER] }),
  ConversationResolved: () => ({ end: [HANDOVER, WINDOW] }),
  AnswerOverdue: ({ data: { kind } }) => ({ end: [kind] }),
  MessageReleased: ({ data: { messageId }, meta }) => ({
    set: [{ name: outcome(messageId), at: plusMinutes(meta.occurredAt, MINUTES_TO_HEAR), command: { type: 'GiveUpMessage', data: { messageId } } }],
  }),
  MessageDelayed: ({ data: { messageId, until } }) => ({
    end: [outcome(messageId)],
    set: [{ name: again(messageId), at: until, command: { type: 'ResumeMessage', data: { messageId } } }],
  }),
  MessageResumed: over,
  MessageSent: over,
  MessageDelivered: over,
  MessageRead: over,
  MessageFailed: over,
});
