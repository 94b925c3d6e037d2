import type { Slice } from '../kernel/slice.ts';
import { type MechanismState, transfermechanismDecider } from './decider.ts';
import { type MechanismCommand, type MechanismEvent, transfermechanismCommands, transfermechanismEvents } from './messages.ts';

export const transfermechanismSlice: Slice<MechanismCommand, MechanismEvent, MechanismState> = {
  name: 'transfermechanism',
  schema: 1,
  commands: transfermechanismCommands,
  events: transfermechanismEvents,
  decider: transfermechanismDecider,
  opens: [],
  subject: () => undefined, // a contract between businesses
};
