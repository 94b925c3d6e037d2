// Builds FHIR R4 bundles of invented people. Every date counts from a given day, so that the demo is never out of date.
import { LOINC, SYSTEM } from '#domain/patient/codes.ts';

const DAY_MS = 86_400_000;
const TEST_DATA = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST', display: 'test health data' };
type Resource = { resourceType: string; id: string } & Record<string, unknown>;
/** A FHIR R4 transaction Bundle of one patient. */
export type Bundle = {
  resourceType: 'Bundle';
  type: 'transaction';
  entry: { fullUrl: string; resource: Resource; request: { method: 'POST'; url: string } }[];
};
/** What to put into the bundle; each fact is a resource but for its id and subject. */
export type Fact = (on: (daysAgo: number) => string) => { resourceType: string } & Record<string, unknown>;
export type Who = {
  /** Two hex digits, unique among the invented people. */
  readonly number: string;
  readonly given: string;
  readonly family: string;
  readonly sex: 'male' | 'female';
  readonly age: number;
  readonly phone: string;
  readonly city: string;
  readonly country: string;
  readonly language: string;
};

const coded = (system: string, code: string, text: string) => ({ coding: [{ system, code, display: text }], text });
const hl7 = (name: string, code: string) => ({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${name}`, code }] });
const units = (value: number, unit: string) => ({ value, unit, system: SYSTEM.ucum, code: unit });

export const condition =
  (code: string, text: string, daysAgo: number): Fact =>
  (on) => ({
    resourceType: 'Condition',
    clinicalStatus: hl7('condition-clinical', 'active'),
    verificationStatus: hl7('condition-ver-status', 'confirmed'),
    code: coded(SYSTEM.snomed, code, text),
    onsetDateTime: on(daysAgo),
    recordedDate: on(daysAgo),
  });

const observation = (code: string, text: string, daysAgo: number, on: (daysAgo: number) => string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: coded(SYSTEM.loinc, code, text),
  effectiveDateTime: on(daysAgo),
});
/** `unit` is a UCUM code. */
export const measured =
  (name: keyof typeof LOINC, text: string, value: number, unit: string, daysAgo: number): Fact =>
  (on) => ({ ...observation(LOINC[name][0], text, daysAgo, on), valueQuantity: units(value, unit) });
export const bloodPressure =
  (systolic: number, diastolic: number, daysAgo: number): Fact =>
  (on) => ({
    ...observation(LOINC.bloodPressure[0], 'Blood pressure', daysAgo, on),
    component: [
      { code: coded(SYSTEM.loinc, LOINC.systolic[0], 'Systolic'), valueQuantity: units(systolic, 'mm[Hg]') },
      { code: coded(SYSTEM.loinc, LOINC.diastolic[0], 'Diastolic'), valueQuantity: units(diastolic, 'mm[Hg]') },
    ],
  });
export const smoking =
  (code: string, text: string, daysAgo: number): Fact =>
  (on) => ({ ...observation(LOINC.smoking[0], 'Tobacco smoking status', daysAgo, on), valueCodeableConcept: coded(SYSTEM.snomed, code, text) });
/** Height and weight, and the BMI that follows from them. */
export const body = (cm: number, kg: number, daysAgo: number): Fact[] => [
  measured('height', 'Body height', cm, 'cm', daysAgo),
  measured('weight', 'Body weight', kg, 'kg', daysAgo),
  measured('bmi', 'Body mass index', Math.round((kg / (cm / 100) ** 2) * 10) / 10, 'kg/m2', daysAgo),
];

export const takes =
  (rxnorm: string, text: string, dose: string, daysAgo: number): Fact =>
  (on) => ({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: coded(SYSTEM.rxnorm, rxnorm, text),
    authoredOn: on(daysAgo),
    dosageInstruction: [{ text: dose }],
  });
export const underwent =
  (code: string, text: string, daysAgo: number): Fact =>
  (on) => ({ resourceType: 'Procedure', status: 'completed', code: coded(SYSTEM.snomed, code, text), performedDateTime: on(daysAgo) });
export const allergy =
  (code: string, text: string, criticality: 'low' | 'high', daysAgo: number): Fact =>
  (on) => ({
    resourceType: 'AllergyIntolerance',
    clinicalStatus: hl7('allergyintolerance-clinical', 'active'),
    verificationStatus: hl7('allergyintolerance-verification', 'confirmed'),
    criticality,
    code: coded(SYSTEM.snomed, code, text),
    recordedDate: on(daysAgo),
  });

/** A birth date that makes somebody exactly `age` years and some days old. */
const bornFor = (age: number, now: Date): string => {
  const day = new Date(Date.UTC(now.getUTCFullYear() - age, now.getUTCMonth(), now.getUTCDate()) - (40 + age) * DAY_MS);
  return day.toISOString().slice(0, 10);
};

function personOf({ number, given, family, sex, age, phone, city, country, language }: Who, id: string, now: Date): Resource {
  return {
    resourceType: 'Patient',
    id,
    meta: { security: [TEST_DATA] },
    identifier: [{ system: 'urn:synchron:demo', value: `DEMO-${number}` }],
    name: [{ use: 'official', given: [given], family }],
    gender: sex,
    birthDate: bornFor(age, now),
    telecom: [
      { system: 'phone', value: phone, use: 'mobile' },
      { system: 'email', value: `demo-${number}@example.org` },
    ],
    address: [{ city, country }],
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: language }] }, preferred: true }],
  };
}

/** The bundle of one invented person with `facts` as of `now`; ids depend on nothing but the number and the order. */
export function bundleOf(who: Who, facts: readonly Fact[], now: Date): Bundle {
  const idOf = (index: number) => `d0000000-0000-4000-8000-00000000${who.number}${index.toString(16).padStart(2, '0')}`;
  const on = (daysAgo: number) => new Date(now.getTime() - daysAgo * DAY_MS).toISOString();
  const about = { reference: `urn:uuid:${idOf(0)}` };
  const clinical = facts.map((fact, i): Resource => {
    const resource = fact(on);
    return { ...resource, id: idOf(i + 1), [resource.resourceType === 'AllergyIntolerance' ? 'patient' : 'subject']: about };
  });
  const resources = [personOf(who, idOf(0), now), ...clinical];
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource, request: { method: 'POST', url: resource.resourceType } })),
  };
}
