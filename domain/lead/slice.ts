import type { Slice } from '../kernel/slice.ts';
import { type LeadState, leadDecider } from './decider.ts';
import { type LeadCommand, type LeadEvent, leadCommands, leadEvents } from './messages.ts';

export const leadSlice: Slice<LeadCommand, LeadEvent, LeadState> = {
  name: 'lead',
  schema: 1,
  commands: leadCommands,
  events: leadEvents,
  decider: leadDecider,
  opens: [],
  subject: (leadId) => leadId,
};
