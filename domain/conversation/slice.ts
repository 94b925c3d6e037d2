import type { Slice } from '../kernel/slice.ts';
import { conversation } from './decider.ts';
import { type ConversationCommand, type ConversationEvent, conversationCommands, conversationEvents } from './messages.ts';
import type { ConversationState } from './state.ts';

export const conversationSlice: Slice<ConversationCommand, ConversationEvent, ConversationState> = {
  name: 'conversation',
  schema: 1,
  commands: conversationCommands,
  events: conversationEvents,
  decider: conversation,
  opens: [],
  subject: (_, event, state) => (event.type === 'ConversationOpened' ? event.data.contactId : state.status === 'unknown' ? undefined : state.contactId),
};
