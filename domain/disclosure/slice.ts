import type { Slice } from '../kernel/slice.ts';
import { disclosureDecider } from './decider.ts';
import { type DisclosureCommand, type DisclosureEvent, disclosureCommands, disclosureEvents } from './messages.ts';

export const disclosureSlice: Slice<DisclosureCommand, DisclosureEvent, null> = {
  name: 'disclosure',
  schema: 1,
  commands: disclosureCommands,
  events: disclosureEvents,
  decider: disclosureDecider,
  opens: [],
  subject: (_, { data }) => (data.address === undefined ? undefined : data.readerId),
};
