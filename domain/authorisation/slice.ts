import type { Slice } from '../kernel/slice.ts';
import { type AuthorisationState, authorisationDecider } from './decider.ts';
import { type AuthorisationCommand, type AuthorisationEvent, authorisationCommands, authorisationEvents } from './messages.ts';

export const authorisationSlice: Slice<AuthorisationCommand, AuthorisationEvent, AuthorisationState> = {
  name: 'authorisation',
  schema: 1,
  commands: authorisationCommands,
  events: authorisationEvents,
  decider: authorisationDecider,
  subject: () => undefined, // the permit of a business
};
