// What a rule found about a patient stops the case until a person has answered it.
import type { FlagLevel } from '#domain/case/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { Level, StoredRecommendationEvent } from '#domain/recommendation/messages.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

/** An emergency stops a case as a red finding does; information and missing data do not. */
const FLAGS: Readonly<Partial<Record<Level, FlagLevel>>> = { amber: 'amber', red: 'red', emergency: 'red' };

function react(recorded: Recorded): Order | undefined {
  const { type, data, stream } = recorded as Recorded<StoredRecommendationEvent>;
  const level = FLAGS[data.level];
  if (!level) return undefined;
  const to = { tenant: stream.tenant, slice: 'case', id: data.caseId };
  const recommendationId = stream.id;
  return type === 'RecommendationIssued'
    ? { to, command: { type: 'FlagCase', data: { recommendationId, level } } }
    : { to, command: { type: 'ClearCaseFlag', data: { recommendationId } } };
}

export const caseFlags: Reactor = {
  name: 'case-flags',
  types: ['RecommendationIssued', 'RecommendationAccepted', 'RecommendationEdited', 'RecommendationRejected', 'RecommendationExpired'],
  react,
};
