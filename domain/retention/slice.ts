import type { Slice } from '../kernel/slice.ts';
import { type RetentionState, retentionDecider } from './decider.ts';
import { type RetentionCommand, type RetentionEvent, retentionCommands, retentionEvents } from './messages.ts';

export const retentionSlice: Slice<RetentionCommand, RetentionEvent, RetentionState> = {
  name: 'retention',
  schema: 1,
  commands: retentionCommands,
  events: retentionEvents,
  decider: retentionDecider,
  subject: () => undefined, // a tenant's rules
};
