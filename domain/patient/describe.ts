// A patient and clinical resources in the words of a screen: pure readings of FHIR R4, tolerant of whatever a source left out.
import { NO_ALLERGY, SYSTEM } from './codes.ts';
import { drugsIn, isAnticoagulant } from './drugs.ts';
import { asConcept, asList, asObject, asText, type Concept, conceptOf, hasCode, type Json, type Quantity, wordOf } from './fhir.ts';
import { instantOf } from './time.ts';

export type PersonName = { readonly given: readonly string[]; readonly family: string; readonly text: string };
export type Person = {
  readonly name: PersonName;
  readonly birthDate?: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly phone?: string;
  readonly email?: string;
  readonly deceasedAt?: string;
};

const NAME_ORDER = ['official', 'usual', undefined];
/** The name to show: the official one, else the usual one, else any that is not old. */
export function nameOf(patient: Json): PersonName {
  const names = asList(patient.name);
  const chosen = NAME_ORDER.map((use) => names.find((n) => n.use === use)).find(Boolean) ?? names.find((n) => n.use !== 'old') ?? names[0] ?? {};
  const given = Array.isArray(chosen.given) ? chosen.given.filter((g): g is string => asText(g) !== undefined) : [];
  const family = asText(chosen.family) ?? '';
  return { given, family, text: asText(chosen.text) ?? [...given, family].filter(Boolean).join(' ') };
}

const contact = (patient: Json, system: string) => {
  const points = asList(patient.telecom).filter((t) => t.system === system && t.use !== 'old');
  const rank = (t: Json) => (typeof t.rank === 'number' ? t.rank : t.use === 'mobile' ? 50 : 100);
  return asText([...points].sort((a, b) => rank(a) - rank(b))[0]?.value);
};

const SEXES = ['male', 'female', 'other', 'unknown'] as const;
/** What the header of a patient's page shows. `deceasedAt` is empty text when the source says "dead" without a time. */
export function personOf(patient: Json): Person {
  return {
    name: nameOf(patient),
    birthDate: asText(patient.birthDate),
    sex: SEXES.find((s) => s === patient.gender) ?? 'unknown',
    phone: contact(patient, 'phone'),
    email: contact(patient, 'email'),
    deceasedAt: asText(patient.deceasedDateTime) ?? (patient.deceasedBoolean === true ? '' : undefined),
  };
}
/** BCP 47 language the patient prefers, else the only one known. */
export function languageOf(patient: Json): string | undefined {
  const all = asList(patient.communication);
  const language = asConcept((all.find((c) => c.preferred === true) ?? all[0])?.language);
  return (asList(language?.coding) as { code?: string }[]).map((c) => asText(c.code)).find(Boolean);
}
/** The country of the first current address, as the source writes it. */
export const countryOf = (patient: Json): string | undefined => asText(asList(patient.address).find((a) => a.use !== 'old')?.country);

const TIMES: Readonly<Record<string, readonly string[]>> = {
  Condition: ['onsetDateTime', 'onsetPeriod', 'recordedDate'],
  Observation: ['effectiveDateTime', 'effectiveInstant', 'effectivePeriod', 'issued'],
  AllergyIntolerance: ['onsetDateTime', 'recordedDate', 'lastOccurrence'],
  MedicationRequest: ['authoredOn'],
  Procedure: ['performedDateTime', 'performedPeriod'],
  Encounter: ['period'],
  Immunization: ['occurrenceDateTime', 'recorded'],
};
/** When it happened, UTC; undefined when the source does not say. */
export function timeOf(resource: Json): string | undefined {
  const candidates = (TIMES[String(resource.resourceType)] ?? []).map((field) => resource[field]);
  return candidates.map((value) => instantOf(asObject(value)?.start ?? value)).find(Boolean);
}

export const titleOf = (resource: Json): string => wordOf(conceptOf(resource)) ?? String(resource.resourceType);

const STATUS_CODED = ['Condition', 'AllergyIntolerance'];
/** The status a clinician looks for: the clinical status of a condition or allergy, else the resource's own. */
export const statusOf = (resource: Json): string | undefined =>
  STATUS_CODED.includes(String(resource.resourceType)) ? codeOf(resource.clinicalStatus) : asText(resource.status);
const codeOf = (value: unknown): string | undefined => asText(asList(asConcept(value)?.coding)[0]?.code);

const number = (value: number) => String(Number(value.toFixed(2)));
export function quantityText({ value, unit, code, comparator }: Quantity): string | undefined {
  if (typeof value !== 'number') return undefined;
  return [`${comparator ?? ''}${number(value)}`, unit ?? code].filter(Boolean).join(' ').replace(' %', '%');
}

function valueText(holder: Json): string | undefined {
  const quantity = asObject(holder.valueQuantity);
  if (quantity) return quantityText(quantity);
  const plain = [holder.valueString, holder.valueInteger, holder.valueBoolean, holder.valueDateTime].find((v) =>
    ['string', 'number', 'boolean'].includes(typeof v),
  );
  return plain === undefined ? wordOf(asConcept(holder.valueCodeableConcept)) : `${plain as string | number | boolean}`;
}
function observationDetail(resource: Json): string | undefined {
  const parts = asList(resource.component).flatMap((c) => {
    const value = valueText(c);
    return value ? [`${wordOf(asConcept(c.code)) ?? ''} ${value}`.trim()] : [];
  });
  return valueText(resource) ?? (parts.length > 0 ? parts.join(', ') : undefined);
}

const DETAILS: Readonly<Record<string, (resource: Json) => string | undefined>> = {
  Observation: observationDetail,
  AllergyIntolerance: (r) =>
    asList(r.reaction)
      .map((x) =>
        asList(x.manifestation)
          .map((m) => wordOf(m as Concept))
          .filter(Boolean)
          .join(', '),
      )
      .filter(Boolean)
      .join('; ') || undefined,
  MedicationRequest: (r) =>
    asList(r.dosageInstruction)
      .map((d) => asText(d.text))
      .find(Boolean),
  Encounter: (r) => wordOf(asConcept(asList(r.reasonCode)[0])),
  Procedure: (r) => wordOf(asConcept(asList(r.reasonCode)[0])) ?? asText(asObject(asList(r.reasonReference)[0])?.display),
};
export type Description = { readonly title: string; readonly detail?: string; readonly status?: string; readonly at?: string };
/** One line of a timeline: what, with which value, in which state, when. */
export const describe = (resource: Json): Description => ({
  title: titleOf(resource),
  detail: DETAILS[String(resource.resourceType)]?.(resource),
  status: statusOf(resource),
  at: timeOf(resource),
});

const UNTRUE = ['refuted', 'entered-in-error'];
/** Whether an AllergyIntolerance stands: not refuted, not resolved, and not the statement that there is none. */
export function isActiveAllergy(resource: Json): boolean {
  const status = codeOf(resource.clinicalStatus);
  const stands = !UNTRUE.includes(codeOf(resource.verificationStatus) ?? '') && (status === undefined || status === 'active');
  return stands && !hasCode(asConcept(resource.code), SYSTEM.snomed, NO_ALLERGY);
}
/** Whether a MedicationRequest is being taken now and holds an anticoagulant. */
export const isCurrentAnticoagulant = (resource: Json): boolean =>
  (resource.status === 'active' || resource.status === 'on-hold') && drugsIn(asConcept(resource.medicationCodeableConcept)).some(isAnticoagulant);
