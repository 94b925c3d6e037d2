// How a message leaves: in its turn, released to exactly one sender, put off while the provider takes nothing, given up when nobody knows.
import { reject } from '../kernel/decider.ts';
import { getIn } from '../kernel/id-map.ts';
import { CHANNEL_RULES, isWindowOpen } from './channels.ts';
import type { ConversationCommand, ConversationEvent } from './messages.ts';
import type { Decided, OpenedConversation } from './state.ts';

/** About a day at the longest pause; then somebody has to look. */
const MOST_DELAYS = 100;

const failed = (messageId: string, reportedAt: string, code: string): ConversationEvent[] => [{ type: 'MessageFailed', data: { messageId, reportedAt, code } }];

/** The fixed text of an emergency passes by what waits. */
const mayPass = ({ emergency, messages }: OpenedConversation, messageId: string) => emergency && getIn(messages, messageId)?.author === 'hub';

/** The last look before the provider is called. */
export function release(open: OpenedConversation, asked: string | undefined, at: string): Decided {
  const { line, messages, channel, lastInbound } = open;
  const messageId = asked ?? line[0];
  if (messageId === undefined) return [];
  const message = getIn(messages, messageId);
  if (!message || message.status === 'received') return reject('message.unknown');
  if (message.status !== 'queued' || message.delayed) return asked ? reject('message.not-queued', { status: message.status }) : [];
  if (CHANNEL_RULES[channel].carried && line[0] !== messageId && !mayPass(open, messageId)) return reject('message.not-next');
  const inTime = message.template || isWindowOpen(channel, message.author, lastInbound?.sentAt, at);
  return inTime ? [{ type: 'MessageReleased', data: { messageId } }] : failed(messageId, at, 'window-closed');
}

type Delay = Extract<ConversationCommand, { type: 'DelayMessage' }>['data'];
export function delay({ messages }: OpenedConversation, { messageId, until, code }: Delay, at: string): Decided {
  const message = getIn(messages, messageId);
  if (!message || message.status === 'received') return reject('message.unknown');
  if ((message.status !== 'queued' && message.status !== 'released') || message.delayed) return [];
  const attempt = (message.attempt ?? 0) + 1;
  return attempt > MOST_DELAYS ? failed(messageId, at, code) : [{ type: 'MessageDelayed', data: { messageId, until, attempt, code } }];
}

export function resume({ messages }: OpenedConversation, messageId: string): Decided {
  const message = getIn(messages, messageId);
  return message?.delayed && message.status === 'queued' ? [{ type: 'MessageResumed', data: { messageId, attempt: message.attempt ?? 1 } }] : [];
}

/** It is not sent again: better not at all than twice, and what comes of it still counts when the provider tells. */
export function giveUp({ messages }: OpenedConversation, messageId: string, at: string): Decided {
  return getIn(messages, messageId)?.status === 'released' ? failed(messageId, at, 'outcome-unknown') : [];
}
