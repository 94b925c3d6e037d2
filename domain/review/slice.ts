import type { Slice } from '../kernel/slice.ts';
import { type ReviewState, reviewDecider } from './decider.ts';
import { type ReviewCommand, type ReviewEvent, reviewCommands, reviewEvents } from './messages.ts';

export const reviewSlice: Slice<ReviewCommand, ReviewEvent, ReviewState> = {
  name: 'review',
  schema: 1,
  commands: reviewCommands,
  events: reviewEvents,
  decider: reviewDecider,
  opens: [],
  subject: (_, event) => ('patientId' in event.data ? event.data.patientId : undefined),
};
