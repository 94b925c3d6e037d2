// The FHIR R4 resource types that become events, each as the hub understands it. Unknown elements and extensions pass, as FHIR asks.
import { z } from 'zod';
import type { ResourceKind } from '#domain/patient/messages.ts';
import {
  address,
  coding,
  concept,
  contactPoint,
  date,
  dateTime,
  fhirId,
  humanName,
  identifier,
  period,
  quantity,
  reference,
  subject,
  uri,
} from './elements.ts';

export type HandledType = 'Patient' | ResourceKind;

const META = 'http://terminology.hl7.org/CodeSystem/';
const meta = z.looseObject({ versionId: fhirId.optional(), source: uri.optional(), profile: z.array(uri).optional() });
const resource = <S extends z.core.$ZodLooseShape>(type: HandledType, shape: S) =>
  z.looseObject({ resourceType: z.literal(type), id: fhirId.optional(), meta: meta.optional(), identifier: z.array(identifier).optional(), ...shape });

/** A concept whose codes in HL7's own system must be among `allowed`: a required binding. */
const bound = (system: string, allowed: readonly string[]) =>
  concept.refine(
    ({ coding: codings = [] }) => codings.every((c) => c.system !== META + system || allowed.includes(c.code ?? '')),
    `must be one of ${allowed.join(', ')}`,
  );
const note = z.array(z.looseObject({ text: z.string().optional() })).optional();

const value = {
  valueQuantity: quantity.optional(),
  valueCodeableConcept: concept.optional(),
  valueString: z.string().max(100_000).optional(),
  valueBoolean: z.boolean().optional(),
  valueInteger: z.int().optional(),
  valueDateTime: dateTime.optional(),
  valuePeriod: period.optional(),
  dataAbsentReason: concept.optional(),
};
const onset = { onsetDateTime: dateTime.optional(), onsetPeriod: period.optional(), onsetAge: quantity.optional(), onsetString: z.string().optional() };
const DONE = ['preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed', 'entered-in-error', 'unknown'] as const;

const SCHEMAS = {
  Patient: resource('Patient', {
    active: z.boolean().optional(),
    name: z.array(humanName).optional(),
    telecom: z.array(contactPoint).optional(),
    gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
    birthDate: date.optional(),
    deceasedBoolean: z.boolean().optional(),
    deceasedDateTime: dateTime.optional(),
    address: z.array(address).optional(),
    maritalStatus: concept.optional(),
    communication: z.array(z.looseObject({ language: concept, preferred: z.boolean().optional() })).optional(),
  }),
  Condition: resource('Condition', {
    clinicalStatus: bound('condition-clinical', ['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved']).optional(),
    verificationStatus: bound('condition-ver-status', ['unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted', 'entered-in-error']).optional(),
    category: z.array(concept).optional(),
    severity: concept.optional(),
    code: concept,
    subject,
    encounter: reference.optional(),
    ...onset,
    abatementDateTime: dateTime.optional(),
    abatementPeriod: period.optional(),
    recordedDate: dateTime.optional(),
    note,
  }),
  Observation: resource('Observation', {
    status: z.enum(['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown']),
    category: z.array(concept).optional(),
    code: concept,
    subject,
    encounter: reference.optional(),
    effectiveDateTime: dateTime.optional(),
    effectivePeriod: period.optional(),
    effectiveInstant: dateTime.optional(),
    issued: dateTime.optional(),
    ...value,
    interpretation: z.array(concept).optional(),
    component: z.array(z.looseObject({ code: concept, ...value })).optional(),
    note,
  }),
  AllergyIntolerance: resource('AllergyIntolerance', {
    clinicalStatus: bound('allergyintolerance-clinical', ['active', 'inactive', 'resolved']).optional(),
    verificationStatus: bound('allergyintolerance-verification', ['unconfirmed', 'confirmed', 'refuted', 'entered-in-error']).optional(),
    type: z.enum(['allergy', 'intolerance']).optional(),
    category: z.array(z.enum(['food', 'medication', 'environment', 'biologic'])).optional(),
    criticality: z.enum(['low', 'high', 'unable-to-assess']).optional(),
    code: concept,
    patient: subject,
    encounter: reference.optional(),
    ...onset,
    recordedDate: dateTime.optional(),
    lastOccurrence: dateTime.optional(),
    reaction: z.array(z.looseObject({ manifestation: z.array(concept).min(1) })).optional(),
    note,
  }),
  MedicationRequest: resource('MedicationRequest', {
    status: z.enum(['active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft', 'unknown']),
    intent: z.enum(['proposal', 'plan', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option']),
    doNotPerform: z.boolean().optional(),
    medicationCodeableConcept: concept.optional(),
    medicationReference: reference.optional(),
    subject,
    encounter: reference.optional(),
    authoredOn: dateTime.optional(),
    requester: reference.optional(),
    dosageInstruction: z.array(z.looseObject({ text: z.string().optional() })).optional(),
    note,
  }),
  Procedure: resource('Procedure', {
    status: z.enum(DONE),
    category: concept.optional(),
    code: concept,
    subject,
    encounter: reference.optional(),
    performedDateTime: dateTime.optional(),
    performedPeriod: period.optional(),
    reasonCode: z.array(concept).optional(),
    reasonReference: z.array(reference).optional(),
    note,
  }),
  Encounter: resource('Encounter', {
    status: z.enum(['planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled', 'entered-in-error', 'unknown']),
    class: coding,
    type: z.array(concept).optional(),
    subject,
    period: period.optional(),
    reasonCode: z.array(concept).optional(),
    participant: z.array(z.looseObject({ individual: reference.optional() })).optional(),
    serviceProvider: reference.optional(),
  }),
  Immunization: resource('Immunization', {
    status: z.enum(['completed', 'entered-in-error', 'not-done']),
    vaccineCode: concept,
    patient: subject,
    encounter: reference.optional(),
    occurrenceDateTime: dateTime.optional(),
    occurrenceString: z.string().optional(),
    lotNumber: z.string().optional(),
    doseQuantity: quantity.optional(),
    note,
  }),
} satisfies Record<HandledType, z.ZodType>;

export const isHandled = (type: string): type is HandledType => Object.hasOwn(SCHEMAS, type);
export const HANDLED_TYPES = Object.keys(SCHEMAS) as HandledType[];
export const schemaFor = (type: HandledType): z.ZodType => SCHEMAS[type];
/** The element of a clinical resource that says whose it is. */
export const subjectField = (kind: ResourceKind): 'subject' | 'patient' => (kind === 'AllergyIntolerance' || kind === 'Immunization' ? 'patient' : 'subject');

/** Elements of which FHIR allows one type at most; `must` when one is required. */
export const CHOICES: Readonly<Record<HandledType, readonly { readonly name: string; readonly must?: true }[]>> = {
  Patient: [{ name: 'deceased' }, { name: 'multipleBirth' }],
  Condition: [{ name: 'onset' }, { name: 'abatement' }],
  Observation: [{ name: 'effective' }, { name: 'value' }],
  AllergyIntolerance: [{ name: 'onset' }],
  MedicationRequest: [{ name: 'medication', must: true }, { name: 'reported' }],
  Procedure: [{ name: 'performed' }],
  Encounter: [],
  Immunization: [{ name: 'occurrence', must: true }],
};
