// What can be said to and about a patient. Clinical facts stay whole FHIR R4 resources, so nothing a source said is lost in translation.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '#domain/kernel/messages.ts';

/** The FHIR R4 resource types that become events on a patient's stream, besides Patient itself. */
export const RESOURCE_KINDS = ['Condition', 'Observation', 'AllergyIntolerance', 'MedicationRequest', 'Procedure', 'Encounter', 'Immunization'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

const fhir = z.looseObject({ resourceType: z.string() });
/** A cleaned FHIR R4 resource: valid for its type, references resolved, no narrative and no tags. */
export type FhirResource = z.infer<typeof fhir>;

const id = z.uuid();
/** Hex digest under the subject's key over the canonical JSON of the resource: equal content, equal fingerprint. */
const fingerprint = z.string().regex(/^[0-9a-f]{16,128}$/);
const language = z.string().min(2).max(35).optional();
const country = z.string().min(2).max(60).optional();
/** The clinical time of a resource, UTC; a partial FHIR date counts from the start of its period. */
const effectiveAt = z.iso.datetime().optional();
/** `Resource.meta.versionId` of the source. */
const version = z.string().max(64).optional();

/** Tenant-keyed digests of what the name can be found by. Sealed like the name: keys that stayed readable would outlive the person's erasure. */
const nameKeys = z.array(z.string().max(64)).max(500).optional();

const person = { operational: { fingerprint, resourceId: id.optional(), language, country }, personal: { resource: fhir, nameKeys } };
const clinical = { operational: { resourceId: id, fingerprint, version }, health: { effectiveAt, resource: fhir } };

const reason = z.string().trim().min(1).max(1000);

export const patientEvents = defineEvents({
  PatientRegistered: person,
  PatientAmended: person,
  /** `identity` is a tenant-keyed digest of system and value. */
  IdentityLinked: { operational: { identity: fingerprint }, personal: { system: z.string(), value: z.string() } },
  /** On the record that stays; `PatientMerged` on the other follows, or it is given back. */
  PatientAbsorbed: { operational: { patientId: id }, personal: { reason } },
  PatientGivenBack: { operational: { patientId: id } },
  PatientMerged: { operational: { into: id } },
  MergeDeclined: { operational: { into: id, why: z.enum(['unknown', 'merged', 'has-merged']) } },
  PatientUnmerged: { operational: { into: id }, personal: { reason } },
  /** The person, or somebody for them, asked to be forgotten. `answerBy`: until when they must have an answer. */
  ErasureRequested: { operational: { answerBy: z.iso.datetime() }, personal: { reason: reason.optional() } },
  ConditionRecorded: clinical,
  ConditionAmended: clinical,
  ObservationRecorded: clinical,
  ObservationAmended: clinical,
  AllergyIntoleranceRecorded: clinical,
  AllergyIntoleranceAmended: clinical,
  MedicationRequestRecorded: clinical,
  MedicationRequestAmended: clinical,
  ProcedureRecorded: clinical,
  ProcedureAmended: clinical,
  EncounterRecorded: clinical,
  EncounterAmended: clinical,
  ImmunizationRecorded: clinical,
  ImmunizationAmended: clinical,
});

const facts = z.strictObject({ fingerprint, resourceId: id.optional(), language, country, resource: fhir, nameKeys });
const resource = z.strictObject({ kind: z.enum(RESOURCE_KINDS), resourceId: id, fingerprint, version, effectiveAt, resource: fhir });
/** One clinical resource as `RecordResources` takes it. */
export type ResourceFacts = z.infer<typeof resource>;
/** What registering and amending a patient says. */
export type PatientFacts = z.infer<typeof facts>;

export const patientCommands = defineCommands({
  RegisterPatient: facts,
  AmendPatient: facts,
  LinkIdentity: z.strictObject({ identity: fingerprint, system: z.string().min(1).max(500), value: z.string().min(1).max(500) }),
  /** The record takes in another of the same person. */
  AbsorbPatient: z.strictObject({ patientId: id, reason }),
  MergePatient: z.strictObject({ into: id }),
  GiveBackPatient: z.strictObject({ patientId: id }),
  UnmergePatient: z.strictObject({ reason }),
  RequestErasure: z.strictObject({ reason: reason.optional() }),
  /** Many resources in one append; `register` brings a patient who may be new, or differ, in the same append. */
  RecordResources: z.strictObject({ register: facts.optional(), resources: z.array(resource) }),
});

export type PatientEvent = EventOf<typeof patientEvents>;
export type StoredPatientEvent = StoredEventOf<typeof patientEvents>;
export type PatientCommand = CommandOf<typeof patientCommands>;
