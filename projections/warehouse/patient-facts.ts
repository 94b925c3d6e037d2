// A person as a band: five years of birth, sex, country, language. Enough to compare groups, too little to find anybody.
import { asObject, asText } from '#domain/patient/fhir.ts';
import { type Fold, safeWord, textOf } from './fold.ts';

const BAND = 5;
/** Everybody born before is one band: there are few of them. */
const OLDEST = 1930;

/** First year of the band; 0 when the year is unknown. */
export function birthBand(birthDate: unknown): number {
  const year = Number(/^(\d{4})/.exec(asText(birthDate) ?? '')?.[1] ?? 0);
  return year < 1850 ? 0 : Math.max(OLDEST, year - (year % BAND));
}

export const patientFacts: Fold = (event, { pseudonym, opened }) => {
  if (event.type !== 'PatientRegistered' && event.type !== 'PatientAmended') return [];
  const resource = asObject(opened(event, 'resource'));
  return [
    {
      tenant: event.stream.tenant,
      patient: pseudonym(event.stream.id),
      revision: event.revision,
      position: event.position.toString(),
      birth_from: birthBand(resource?.birthDate),
      sex: safeWord(resource?.gender),
      country: safeWord(textOf(event, 'country')),
      language: safeWord(textOf(event, 'language')),
      registered: event.type === 'PatientRegistered' ? 1 : 0,
    },
  ];
};
