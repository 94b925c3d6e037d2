// Patients for tests: the fewest FHIR elements that say something, dated in days before `AS_OF`.
import type { Item } from '#domain/recommendation/messages.ts';
import type { OpenedResource } from '../kernel/ports.ts';
import { evaluate } from './evaluate.ts';
import { factsFrom } from './facts.ts';
import type { Finding, Rule } from './rules/rule.ts';
import { scopeOf } from './scope.ts';

export const AS_OF = Date.parse('2026-06-15T12:00:00Z');
const DAY = 86_400_000;
export const ago = (days: number): string => new Date(AS_OF - days * DAY).toISOString();
let count = 0;
/** A fresh, valid event id, the same in every run. */
export const eventId = (): string => `00000000-0000-8000-8000-${String(++count).padStart(12, '0')}`;
const event = (resource: OpenedResource['resource']): OpenedResource => ({ eventId: eventId(), resource });
const coded = (system: string, code: string, display = '') => ({ coding: [{ system, code, display }], text: display });
const SNOMED = 'http://snomed.info/sct';
const LOINC = 'http://loinc.org';

export const person = (gender: 'male' | 'female', birthDate = '1986-06-15') => event({ resourceType: 'Patient', gender, birthDate });
export const quantity = (loinc: string, value: number, unit: string, days = 1, more: object = {}) =>
  event({
    resourceType: 'Observation',
    status: 'final',
    code: coded(LOINC, loinc),
    effectiveDateTime: ago(days),
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
    ...more,
  });
export const hba1c = (value: number, unit = '%', days = 1) => quantity('4548-4', value, unit, days);
export const haemoglobin = (value: number, unit = 'g/dL', days = 1) => quantity('718-7', value, unit, days);
export const creatinine = (value: number, unit = 'mg/dL', days = 1) => quantity('38483-4', value, unit, days);
export const weight = (value: number, unit = 'kg', days = 1) => quantity('29463-7', value, unit, days);
export const height = (value: number, unit = 'cm', days = 1) => quantity('8302-2', value, unit, days);
export const bmi = (value: number, days = 1) => quantity('39156-5', value, 'kg/m2', days);
const component = (loinc: string, value: number) => ({ code: coded(LOINC, loinc), valueQuantity: { value, unit: 'mm[Hg]', code: 'mm[Hg]' } });
export const pressure = (systolic: number, diastolic: number, days = 1) =>
  event({
    resourceType: 'Observation',
    status: 'final',
    code: coded(LOINC, '55284-4'),
    effectiveDateTime: ago(days),
    component: [component('8462-4', diastolic), component('8480-6', systolic)],
  });
export const condition = (code: string, { days = 400, status = 'active', dated = true }: { days?: number; status?: string; dated?: boolean } = {}) =>
  event({
    resourceType: 'Condition',
    code: coded(SNOMED, code),
    clinicalStatus: { coding: [{ code: status }] },
    ...(dated ? { onsetDateTime: ago(days) } : {}),
  });
export const takes = (name: string, status = 'active') =>
  event({
    resourceType: 'MedicationRequest',
    status,
    authoredOn: ago(30),
    medicationCodeableConcept: coded('http://www.nlm.nih.gov/research/umls/rxnorm', '0', name),
  });
export const had = (code: string, days: number) =>
  event({ resourceType: 'Procedure', status: 'completed', code: coded(SNOMED, code), performedDateTime: ago(days) });

export const factsOf = (events: readonly OpenedResource[]) => factsFrom(events, AS_OF);
export const finds = (rule: Rule, procedure: string, ...events: readonly OpenedResource[]): Finding | undefined =>
  rule.compute(factsOf(events), scopeOf({ code: 'x', text: procedure }));
/** `level code`, or `nothing`: what most rule tests compare. */
export const verdict = (rule: Rule, procedure: string, ...events: readonly OpenedResource[]): string => {
  const finding = finds(rule, procedure, ...events);
  return finding ? `${finding.level} ${finding.code}` : 'nothing';
};
export const allFindings = (procedure: string, ...events: readonly OpenedResource[]) =>
  evaluate({ resources: events, at: AS_OF }, { procedure: { code: 'x', text: procedure }, since: AS_OF });
export const codesIn = (items: readonly Item[]): string[] => items.map(({ code }) => code);

export const CODES = {
  diabetes: '44054006',
  hypertension: '38341003',
  infarction: '22298006',
  heartFailure: '88805009',
  stroke: '230690007',
  stent: '415070008',
  coronary: '53741008',
  copd: '185086009',
} as const;
