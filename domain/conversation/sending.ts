// Who may say something now, and what the channel allows. Refused here means: the provider is never called.
import { type Given, type Rejection, reject } from '../kernel/decider.ts';
import { getIn } from '../kernel/id-map.ts';
import { type Author, CHANNEL_RULES, isWindowOpen } from './channels.ts';
import { reopened, tookOver } from './holding.ts';
import { fileRefused, kindOf } from './media.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import type { Decided, OpenedConversation } from './state.ts';
import { answered } from './waiting.ts';

type Message = Extract<ConversationCommand, { type: 'SendMessage' }>['data'];

/** Whatever is not a person is the bot: a reminder of the hub must not talk into a person's conversation either. */
const authorOf = ({ by }: Given): Author => (by.kind === 'staff' ? 'human' : 'bot');

function botRefused({ mode, emergency, status, lastInbound }: OpenedConversation, { template, answers }: Message): Rejection | undefined {
  if (emergency) return reject('conversation.emergency');
  if (mode === 'human') return reject('conversation.held-by-human');
  if (mode === 'requested') return reject('conversation.handover-requested');
  if (status === 'resolved' && !template) return reject('conversation.resolved');
  return answers && answers !== lastInbound?.messageId ? reject('conversation.outdated') : undefined;
}

export const heldByAnother = ({ mode, holder }: OpenedConversation, { by }: Given): Rejection | undefined =>
  mode === 'human' && holder !== undefined && holder !== by.id ? reject('conversation.taken', { holder }) : undefined;

function channelRefused({ channel, lastInbound, marketing }: OpenedConversation, author: Author, message: Message, at: string): Rejection | undefined {
  const rule = CHANNEL_RULES[channel];
  if (message.template && !rule.templates) return reject('conversation.no-templates', { channel });
  if (!message.template && !isWindowOpen(channel, author, lastInbound?.sentAt, at)) return reject('conversation.window-closed', { channel });
  const refused = fileRefused(channel, message);
  if (refused) return refused;
  if ((message.content.text?.length ?? 0) > rule.longest) return reject('conversation.text-too-long', { longest: rule.longest });
  return message.purpose === 'marketing' && !marketing ? reject('conversation.no-opt-in') : undefined;
}

const isHeldBy = ({ mode, holder, status }: OpenedConversation, { by }: Given) => status === 'open' && mode === 'human' && holder === by.id;

export function send(open: OpenedConversation, message: Message, given: Given): Decided {
  const { messageId, content, template, purpose = 'service', answers } = message;
  if (getIn(open.messages, messageId)) return [];
  const author = authorOf(given);
  const refused = (author === 'bot' ? botRefused(open, message) : heldByAnother(open, given)) ?? channelRefused(open, author, message, given.at);
  if (refused) return refused;
  const again = reopened(open);
  const taken = author === 'human' && !isHeldBy(open, given) ? tookOver(open, 'reply', given.at, given.by.id) : [];
  const context = open.context + again.length;
  const queued: ConversationEvent = {
    type: 'MessageQueued',
    data: { messageId, context, author, kind: kindOf(message), purpose, content, ...(template && { template }), ...(answers && { answers }) },
  };
  return [...again, ...taken, queued, ...answered(open, 'window')];
}
