import type { Slice } from '../kernel/slice.ts';
import { type FollowUpState, followupDecider } from './decider.ts';
import { type FollowUpCommand, type FollowUpEvent, followupCommands, followupEvents } from './messages.ts';

export const followupSlice: Slice<FollowUpCommand, FollowUpEvent, FollowUpState> = {
  name: 'followup',
  schema: 1,
  commands: followupCommands,
  events: followupEvents,
  decider: followupDecider,
  opens: [],
  subject: (_, event, state) => ('patientId' in event.data ? event.data.patientId : state.status === 'unknown' ? undefined : state.patientId),
};
