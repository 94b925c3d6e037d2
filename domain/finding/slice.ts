import type { Slice } from '../kernel/slice.ts';
import { type FindingState, finding } from './decider.ts';
import { type FindingCommand, type FindingEvent, findingCommands, findingEvents } from './messages.ts';

export const findingSlice: Slice<FindingCommand, FindingEvent, FindingState> = {
  name: 'finding',
  schema: 1,
  commands: findingCommands,
  events: findingEvents,
  decider: finding,
  opens: [],
  // What a reviewer writes is about the one the finding is about.
  subject: (_, { type, data }) => (type === 'FindingRaised' ? undefined : data.actorId),
};
