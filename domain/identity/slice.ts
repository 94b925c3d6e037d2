import type { Slice } from '../kernel/slice.ts';
import { type IdentityState, identity } from './decider.ts';
import { type IdentityCommand, type IdentityEvent, identityCommands, identityEvents } from './messages.ts';

export const identitySlice: Slice<IdentityCommand, IdentityEvent, IdentityState> = {
  name: 'identity',
  schema: 1,
  commands: identityCommands,
  events: identityEvents,
  decider: identity,
  opens: [],
  /** Like what is said from it, a contact is kept under its own key, which goes with the person's. */
  subject: (_, event) => (event.type === 'IdentityClaimed' ? undefined : event.data.contactId),
};
