import type { Slice } from '../kernel/slice.ts';
import { type OfferingState, offering } from './decider.ts';
import { type OfferingCommand, type OfferingEvent, offeringCommands, offeringEvents } from './messages.ts';

export const offeringSlice: Slice<OfferingCommand, OfferingEvent, OfferingState> = {
  name: 'offering',
  schema: 1,
  commands: offeringCommands,
  events: offeringEvents,
  decider: offering,
  subject: () => undefined, // what is sold is not a person
};
