import type { Slice } from '../kernel/slice.ts';
import { type CallState, call } from './decider.ts';
import { type CallCommand, type CallEvent, callCommands, callEvents } from './messages.ts';

export const callSlice: Slice<CallCommand, CallEvent, CallState> = {
  name: 'call',
  schema: 1,
  commands: callCommands,
  events: callEvents,
  decider: call,
  opens: [],
  subject: (_, event, state) => (event.type === 'CallOffered' ? event.data.contactId : state.status === 'unknown' ? undefined : state.contactId),
};
