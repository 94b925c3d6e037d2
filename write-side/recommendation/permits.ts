import type { RecommendationCommand } from '#domain/recommendation/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** Which level each role may decide stands in the decider. */
export const recommendationPermits = {
  IssueRecommendation: ['agent'],
  AcceptRecommendation: ['doctor', 'anaesthetist', 'nurse'],
  EditRecommendation: ['doctor', 'anaesthetist', 'nurse'],
  RejectRecommendation: ['doctor', 'anaesthetist', 'nurse'],
  ExpireRecommendation: ['agent', 'system'],
} as const satisfies Record<RecommendationCommand['type'], Permit>;
