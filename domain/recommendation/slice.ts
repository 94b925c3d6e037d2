import type { Slice } from '../kernel/slice.ts';
import { type RecommendationState, recommendation } from './decider.ts';
import { type RecommendationCommand, type RecommendationEvent, recommendationCommands, recommendationEvents } from './messages.ts';

export const recommendationSlice: Slice<RecommendationCommand, RecommendationEvent, RecommendationState> = {
  name: 'recommendation',
  schema: 1,
  commands: recommendationCommands,
  events: recommendationEvents,
  decider: recommendation,
  opens: [],
  subject: (_, event) => event.data.patientId,
};
