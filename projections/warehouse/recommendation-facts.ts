// What was recommended and what people made of it. The view `recommendations` joins the steps and works out how long a decision took.
import { asText } from '#domain/patient/fhir.ts';
import { circumstances, fieldOf, type Fold, safeWord, textOf } from './fold.ts';

const FACTS: ReadonlyMap<string, string> = new Map([
  ['RecommendationIssued', 'issued'],
  ['RecommendationAccepted', 'accepted'],
  ['RecommendationEdited', 'edited'],
  ['RecommendationRejected', 'rejected'],
  ['RecommendationExpired', 'expired'],
]);
const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []);

export const recommendationFacts: Fold = (event, { pseudonym }) => {
  const fact = FACTS.get(event.type);
  if (!fact) return [];
  const patient = asText(textOf(event, 'patientId')) ?? event.meta.subject;
  return [
    {
      tenant: event.stream.tenant,
      recommendation_id: event.stream.id,
      revision: event.revision,
      position: event.position.toString(),
      fact,
      case_id: textOf(event, 'caseId'),
      patient: patient ? pseudonym(patient) : '',
      level: textOf(event, 'level'),
      rule: textOf(event, 'rule'),
      version: textOf(event, 'version'),
      wording: textOf(event, 'wording'),
      missing: words(fieldOf(event, 'missing')),
      reason: fact === 'expired' ? safeWord(textOf(event, 'reason')) : '',
      ...circumstances(event),
    },
  ];
};
