// Clinical facts as codes and numbers: what, how much, in which month. Free text, names, exact dates and references stay behind.
import { timeOf } from '#domain/patient/describe.ts';
import { asConcept, asList, asObject, asText, type Coding, type Concept, conceptOf, type Json } from '#domain/patient/fhir.ts';
import { RESOURCE_KINDS } from '#domain/patient/messages.ts';
import { type SafeCoding, safeCoding, safeUnit } from './codes.ts';
import { type Fold, type LogEvent, safeWord, textOf } from './fold.ts';
import type { Row } from './ports.ts';

const KINDS: ReadonlyMap<string, string> = new Map(
  RESOURCE_KINDS.flatMap((kind) => [`${kind}Recorded`, `${kind}Amended`].map((type): [string, string] => [type, kind])),
);
export const isClinical = (event: LogEvent): boolean => KINDS.has(event.type);

const NONE: SafeCoding = { system: '', code: '' };
/** The first coding whose system and code are surely that. */
function codingOf(concept: Concept | undefined): SafeCoding {
  let found = NONE;
  for (const coding of asList(concept?.coding) as readonly Coding[]) {
    const safe = safeCoding(coding.system, coding.code);
    if (safe.system && safe.code) return safe;
    if (found === NONE && safe.code) found = safe;
  }
  return found;
}

/** What was measured: a quantity, a coded answer, or neither. A value with a comparator (`<5`) is no number. */
function measured(part: Json): Row {
  const quantity = asObject(part.valueQuantity);
  const value = quantity && typeof quantity.value === 'number' && !quantity.comparator ? quantity.value : null;
  const answer = codingOf(asConcept(part.valueCodeableConcept));
  return { value, unit: safeUnit(quantity?.code) || safeUnit(quantity?.unit), value_system: answer.system, value_code: answer.code };
}

/** FHIR's status words; those of conditions and allergies are coded. */
const statusOf = (resource: Json): string => safeWord(asText(resource.status) ?? codingOf(asConcept(resource.clinicalStatus)).code);

/** 2024-05-17T… becomes 2024-05-01. The event's own sealed time says the same and stays shut. */
const monthOf = (resource: Json): string | null => {
  const month = /^(19|20)\d{2}-\d{2}/.exec(timeOf(resource) ?? '')?.[0];
  return month ? `${month}-01` : null;
};

/** The resource itself as part 0, and each component of an observation, such as the two pressures, as a part of its own. */
function partsOf(resource: Json): Row[] {
  const whole = { concept: conceptOf(resource), body: resource };
  const components = asList(resource.component).map((body) => ({ concept: asConcept(body.code), body }));
  return [whole, ...components].map(({ concept, body }, part) => {
    const { system, code } = codingOf(concept);
    return { part, code_system: system, code, ...measured(body) };
  });
}

export const clinicalFacts: Fold = (event, { pseudonym, opened }) => {
  const kind = KINDS.get(event.type);
  const resource = kind ? asObject(opened(event, 'resource')) : undefined;
  if (!kind || !resource) return []; // no resource: the person's key is destroyed
  const resourceId = textOf(event, 'resourceId');
  const common = {
    tenant: event.stream.tenant,
    patient: pseudonym(event.stream.id),
    resource: resourceId ? pseudonym(resourceId) : '',
    revision: event.revision,
    position: event.position.toString(),
    kind,
    status: statusOf(resource),
    month: monthOf(resource),
  };
  return partsOf(resource).map((part) => ({ ...common, ...part }));
};
