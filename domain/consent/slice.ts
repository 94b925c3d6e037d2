import type { Slice } from '../kernel/slice.ts';
import { type ConsentState, consentDecider } from './decider.ts';
import { type ConsentCommand, type ConsentEvent, consentCommands, consentEvents } from './messages.ts';

export const consentSlice: Slice<ConsentCommand, ConsentEvent, ConsentState> = {
  name: 'consent',
  schema: 1,
  commands: consentCommands,
  events: consentEvents,
  decider: consentDecider,
  opens: [],
  // The stream's id is the person's.
  subject: (personId) => personId,
};
