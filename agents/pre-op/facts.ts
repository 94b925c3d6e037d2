// FHIR resources become facts: each with its unit, its date and the events it was read from. Pure: the same events and the same `asOf`
// give the same facts. What a resource does not say plainly is left out or marked as unreadable, never filled in.
import { LOINC, SNOMED, SYSTEM } from '#domain/patient/codes.ts';
import { asConcept, asList, asObject, asText, type Concept, hasCode, type Json, type Quantity } from '#domain/patient/fhir.ts';
import { instantOf } from '#domain/patient/time.ts';
import type { OpenedResource } from '../kernel/ports.ts';
import { convert, QUANTITIES, QUANTITY_NAMES, type QuantityName, rounded } from './units.ts';

export type Reading = { readonly at: number; readonly eventIds: readonly string[] } & (
  | { readonly value: number; readonly fault?: undefined }
  | { readonly fault: 'unit' | 'implausible' | 'no-value'; readonly value?: undefined }
);
/** A condition, a drug or a procedure on file. `since` is missing when the source gave no date. */
export type Coded = { readonly concept: Concept; readonly since?: number; readonly active: boolean; readonly eventId: string };
export type Smoking = { readonly smokes: boolean; readonly at: number; readonly eventId: string };
export type Facts = {
  readonly asOf: number;
  readonly birth?: { readonly date: string; readonly eventId: string };
  readonly sex?: { readonly value: 'male' | 'female'; readonly eventId: string };
  /** Newest first. */
  readonly readings: Readonly<Partial<Record<QuantityName, readonly Reading[]>>>;
  readonly conditions: readonly Coded[];
  readonly medications: readonly Coded[];
  readonly procedures: readonly Coded[];
  /** Newest first. */
  readonly smoking: readonly Smoking[];
};
type Readings = Partial<Record<QuantityName, Reading[]>>;

const DAY = 86_400_000;
const UNUSABLE: ReadonlySet<unknown> = new Set(['entered-in-error', 'cancelled', 'registered', 'not-done', 'refuted', 'preparation', 'draft']);
const OVER: ReadonlySet<unknown> = new Set(['resolved', 'inactive', 'remission']);
const codeOf = (concept: unknown): unknown => asList(asConcept(concept)?.coding)[0]?.code;
const usable = (r: Json): boolean => !UNUSABLE.has(r.status) && !UNUSABLE.has(codeOf(r.verificationStatus));

/** Milliseconds of the first of these that is a real date. */
function timeOf(...dates: readonly unknown[]): number | undefined {
  const instant = dates.map(instantOf).find(Boolean);
  return instant === undefined ? undefined : Date.parse(instant);
}
const startOf = (period: unknown): unknown => asObject(period)?.start;
const observedAt = (r: Json) => timeOf(r.effectiveDateTime, startOf(r.effectivePeriod), r.effectiveInstant, r.issued);
const beganAt = (r: Json) => timeOf(r.onsetDateTime, startOf(r.onsetPeriod), r.performedDateTime, startOf(r.performedPeriod), r.authoredOn);

function reading(name: QuantityName, stated: Json | undefined, at: number, eventId: string): Reading {
  const { value, unit, code, comparator }: Quantity = stated ?? {};
  // "less than 5" is no number to compare with.
  if (typeof value !== 'number' || !Number.isFinite(value) || comparator !== undefined) return { fault: 'no-value', at, eventIds: [eventId] };
  const converted = convert(name, value, asText(code) ?? asText(unit) ?? '');
  return { ...('fault' in converted ? { fault: converted.fault } : { value: converted.value }), at, eventIds: [eventId] } as Reading;
}

/** The readings one Observation states: its own, or those of its components. */
function readingsIn(r: Json, at: number, eventId: string): [QuantityName, Reading][] {
  const parts = hasCode(asConcept(r.code), SYSTEM.loinc, LOINC.bloodPressure) ? asList(r.component) : [r];
  return parts.flatMap((part) => {
    const name = QUANTITY_NAMES.find((q) => hasCode(asConcept(part.code), SYSTEM.loinc, QUANTITIES[q].loinc));
    return name ? [[name, reading(name, asObject(part.valueQuantity), at, eventId)] satisfies [QuantityName, Reading]] : [];
  });
}

function codedOf({ resource, eventId }: OpenedResource, stated: unknown): Coded {
  const over = resource.abatementDateTime !== undefined || resource.abatementPeriod !== undefined || OVER.has(codeOf(resource.clinicalStatus));
  const taken = resource.resourceType !== 'MedicationRequest' || resource.status === 'active';
  return { concept: asConcept(stated) ?? {}, since: beganAt(resource), active: !over && taken, eventId };
}

const NEVER = [...SNOMED.formerSmoker, ...SNOMED.neverSmoker, '8392000'];
/** The answer to LOINC 72166-2, by code or by its English name, as sources that do not code it write it. */
function smokesNow(r: Json): boolean | undefined {
  const answer = asConcept(r.valueCodeableConcept);
  const names = [answer?.text, ...asList(answer?.coding).map(({ display }) => display)].filter((name) => typeof name === 'string');
  const says = (codes: readonly string[], name: RegExp) => hasCode(answer, SYSTEM.snomed, codes) || names.some((n) => name.test(n));
  if (says(SNOMED.currentSmoker, /^(current|light|heavy)\b.*smoker/i)) return true;
  return says(NEVER, /^(never|former|ex-?)\b.*smoke/i) ? false : undefined;
}

/** Weight over height squared, unless a BMI is on file that is at least as new as the weight. */
function computedBmi({ bmi, weight, height }: Readings): Reading | undefined {
  const [known, heavy, tall] = [bmi?.[0], weight?.[0], height?.[0]];
  if (heavy?.value === undefined || tall?.value === undefined || (known && known.at >= heavy.at)) return undefined;
  const value = rounded(heavy.value / (tall.value / 100) ** 2, QUANTITIES.bmi.digits);
  return { value, at: heavy.at, eventIds: [...heavy.eventIds, ...tall.eventIds] };
}

const newestFirst = <T extends { at: number }>(list: readonly T[]): T[] => list.toSorted((a, b) => b.at - a.at);

function observed(observations: readonly OpenedResource[], latest: number): Pick<Facts, 'readings' | 'smoking'> {
  const readings: Readings = {};
  const smoking: Smoking[] = [];
  for (const { resource, eventId } of observations) {
    const at = observedAt(resource);
    if (at === undefined || at > latest) continue;
    for (const [name, found] of readingsIn(resource, at, eventId)) (readings[name] ??= []).push(found);
    const smokes = hasCode(asConcept(resource.code), SYSTEM.loinc, LOINC.smoking) ? smokesNow(resource) : undefined;
    if (smokes !== undefined) smoking.push({ smokes, at, eventId });
  }
  for (const name of QUANTITY_NAMES) if (readings[name]) readings[name] = newestFirst(readings[name]);
  const bmi = computedBmi(readings);
  return { readings: bmi ? { ...readings, bmi: [bmi, ...(readings.bmi ?? [])] } : readings, smoking: newestFirst(smoking) };
}

function personOf(event: OpenedResource | undefined): Pick<Facts, 'birth' | 'sex'> {
  if (!event) return {};
  const { eventId, resource } = event;
  const date = asText(resource.birthDate);
  const whole = date && date.length === 10 && instantOf(date) ? { birth: { date, eventId } } : {};
  return resource.gender === 'male' || resource.gender === 'female' ? { ...whole, sex: { value: resource.gender, eventId } } : whole;
}

/** What is known of one patient at `asOf` (milliseconds). Facts of a later day are left out, with a day's grace for time zones. */
export function factsFrom(events: readonly OpenedResource[], asOf: number): Facts {
  const latest = asOf + DAY;
  const of = (type: string) => events.filter(({ resource }) => resource.resourceType === type && usable(resource));
  const coded = (type: string, concept: string) =>
    of(type)
      .map((event) => codedOf(event, event.resource[concept]))
      .filter(({ since }) => since === undefined || since <= latest);
  return {
    asOf,
    ...personOf(events.findLast(({ resource }) => resource.resourceType === 'Patient')),
    ...observed(of('Observation'), latest),
    conditions: coded('Condition', 'code'),
    medications: coded('MedicationRequest', 'medicationCodeableConcept'),
    procedures: coded('Procedure', 'code'),
  };
}
