// Events and commands of a conversation, for the tests of its rules.
import { as } from './given.ts';
import { plusDays } from '#domain/kernel/instants.ts';
import type { Channel } from '#domain/conversation/channels.ts';
import type { ConversationCommand, ConversationEvent } from '#domain/conversation/messages.ts';

export const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
export const AT = '2026-01-02T03:04:05.000Z';
export const [bot, ada, bora] = [as('chat', 'agent'), { ...as('coordinator'), id: 'ada' }, { ...as('nurse'), id: 'bora' }];
export const hello = { text: 'merhaba' };
export const contact = (channel: Channel) => ({ channel, contactId: id(9), identity: '+905551234567' });
export const opened = (channel: Channel = 'whatsapp'): ConversationEvent => ({ type: 'ConversationOpened', data: contact(channel) });
export const received = (n: number, sentAt = AT, context = 1): ConversationEvent => ({
  type: 'MessageReceived',
  data: { messageId: id(n), context, kind: 'text', sentAt, content: hello, answerBy: plusDays(sentAt, 1) },
});
export const queued = (n: number, author: 'bot' | 'human' | 'hub' = 'bot', more = {}): ConversationEvent => ({
  type: 'MessageQueued',
  data: { messageId: id(n), context: 1, author, kind: 'text', purpose: 'service', content: hello, ...more },
});
export const took = (memberId: string, how: 'inbox' | 'reply' = 'inbox'): ConversationEvent => ({ type: 'HumanTookOver', data: { memberId, how } });
export const say = (n: number, more = {}): ConversationCommand => ({ type: 'SendMessage', data: { messageId: id(n), content: hello, ...more } });
export const failed = (n: number, code: string): ConversationEvent => ({ type: 'MessageFailed', data: { messageId: id(n), reportedAt: AT, code } });
export const resolved: ConversationEvent = { type: 'ConversationResolved', data: { context: 1 } };
export const reopened: ConversationEvent = { type: 'ConversationReopened', data: { context: 2 } };
export const handover: ConversationCommand = { type: 'RequestHandover', data: { messageId: id(7), language: 'tr' } };
export const receive = (n: number, sentAt = AT): ConversationCommand => ({
  type: 'ReceiveMessage',
  data: { ...contact('whatsapp'), messageId: id(n), sentAt, kind: 'text', content: hello },
});
