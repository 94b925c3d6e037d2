// Who holds the conversation: bot → requested → human → bot. A silent hand-over cannot be said: its event and its notice are one append.
import { type Given, reject } from '../kernel/decider.ts';
import { getIn } from '../kernel/id-map.ts';
import { CHANNEL_RULES, isWindowOpen } from './channels.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import { EMERGENCY, HANDOVER, type Language } from './notices.ts';
import type { Decided, OpenedConversation } from './state.ts';
import { answered, handoverBy } from './waiting.ts';

/** What was resolved goes on in a new context. */
export const reopened = ({ status, context }: OpenedConversation): ConversationEvent[] =>
  status === 'resolved' ? [{ type: 'ConversationReopened', data: { context: context + 1 } }] : [];

/** What the bot had queued and not sent is taken back, so that nothing of it arrives after the person is there. */
const withdrawn = ({ waiting }: OpenedConversation, at: string): ConversationEvent[] =>
  waiting.map((messageId) => ({ type: 'MessageFailed', data: { messageId, reportedAt: at, code: 'withdrawn' } }));

export const tookOver = (open: OpenedConversation, how: 'inbox' | 'reply' | 'app', at: string, memberId?: string): ConversationEvent[] => [
  { type: 'HumanTookOver', data: { how, ...(memberId && { memberId }) } },
  ...withdrawn(open, at),
  ...answered(open, 'hand-over'),
];

type Words = { readonly messageId: string; readonly language: Language };
/** As free text while the channel allows it, else as the template; nothing where there is neither, or when it was said before. */
function notice(
  { channel, lastInbound, context, messages }: OpenedConversation,
  { template, text }: typeof HANDOVER,
  { messageId, language }: Words,
  at: string,
): ConversationEvent[] {
  if (getIn(messages, messageId)) return [];
  const free = isWindowOpen(channel, 'hub', lastInbound?.sentAt, at);
  if (!free && !CHANNEL_RULES[channel].templates) return [];
  const words = { content: { text: text[language] }, ...(!free && { template: { name: template, language } }) };
  return [{ type: 'MessageQueued', data: { messageId, context, author: 'hub', kind: 'text', purpose: 'service', ...words } }];
}

type Handover = Extract<ConversationCommand, { type: 'RequestHandover' }>['data'];
export function requestHandover(open: OpenedConversation, { reason, ...words }: Handover, { at }: Given): Decided {
  if (open.status === 'resolved') return reject('conversation.resolved');
  if (open.mode !== 'bot') return [];
  const requested: ConversationEvent = { type: 'HandoverRequested', data: { context: open.context, answerBy: handoverBy(at), ...(reason && { reason }) } };
  return [requested, ...(open.emergency ? [] : notice(open, HANDOVER, words, at))];
}

/** The hub by itself gives back only what nobody holds: a request nobody answered, or an app nobody writes in any more. */
export function returnToBot(open: OpenedConversation, { by }: Given): Decided {
  const { mode, holder } = open;
  if (mode === 'bot') return [];
  return holder && by.kind !== 'staff' ? reject('conversation.held-by-human') : [{ type: 'BotResumed', data: { from: mode } }, ...answered(open, 'hand-over')];
}

export function resolve(open: OpenedConversation, { by }: Given): Decided {
  const { status, mode, emergency, context } = open;
  if (status === 'resolved') return [];
  if (emergency) return reject('conversation.emergency');
  if (by.kind !== 'staff' && mode !== 'bot') return reject('conversation.held-by-human');
  return [{ type: 'ConversationResolved', data: { context } }, ...answered(open, 'hand-over', 'window')];
}

type Emergency = Extract<ConversationCommand, { type: 'RaiseEmergency' }>['data'];
export function raiseEmergency(open: OpenedConversation, { recommendationId, ...words }: Emergency, { at }: Given): Decided {
  if (open.emergency) return [];
  const again = reopened(open);
  const raised: ConversationEvent = { type: 'EmergencyRaised', data: { since: at, ...(recommendationId && { recommendationId }) } };
  const now = { ...open, context: open.context + again.length };
  return [...again, raised, ...withdrawn(open, at), ...(open.mode === 'human' ? [] : notice(now, EMERGENCY, words, at))];
}
