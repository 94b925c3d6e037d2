import type { StoredErasureEvent } from '#domain/erasure/messages.ts';
import { RESOURCE_KINDS, type ResourceKind, type StoredPatientEvent } from '#domain/patient/messages.ts';
import { type Fold, type Seen, view, type When } from '../kernel/projection.ts';
import { PatientHeader, type PatientHeaderRow } from './table.ts';

type Gone = Extract<StoredErasureEvent, { type: 'KeysDestroyed' }>;
type Event = Seen<StoredPatientEvent>;
const seen = ({ recordedAt, revision, position }: Event) => ({ updatedAt: recordedAt, revision, position });

const counted =
  (kind: ResourceKind) =>
  (event: Event, row: PatientHeaderRow | undefined): PatientHeaderRow | undefined =>
    row && { ...row, counts: { ...row.counts, [kind]: (row.counts[kind] ?? 0) + 1 }, ...seen(event) };
const touched = (event: Event, row: PatientHeaderRow | undefined) => row && { ...row, ...seen(event) };

const clinical = Object.fromEntries(
  RESOURCE_KINDS.flatMap((kind) => [
    [`${kind}Recorded`, counted(kind)],
    [`${kind}Amended`, touched],
  ]),
) as When<StoredPatientEvent, PatientHeaderRow>;

/** Who the patient is and how much is known. Allergies and anticoagulants are read from the timeline, where they can stay sealed. */
export const patientHeader: Fold<StoredPatientEvent | Gone, PatientHeaderRow> = {
  name: 'patient-header',
  key: ({ stream, data }) => ('persons' in data ? data.persons : stream.id),
  when: {
    ...clinical,
    PatientRegistered: (event) => ({
      tenant: event.meta.tenant,
      id: event.stream.id,
      person: event.data.resource,
      language: event.data.language ?? null,
      country: event.data.country ?? null,
      mergedInto: null,
      counts: {},
      registered: event.position,
      ...seen(event),
    }),
    PatientAmended: (event, row) =>
      row && { ...row, person: event.data.resource, language: event.data.language ?? null, country: event.data.country ?? null, ...seen(event) },
    IdentityLinked: touched,
    PatientMerged: (event, row) => row && { ...row, mergedInto: event.data.into, ...seen(event) },
    PatientUnmerged: (event, row) => row && { ...row, mergedInto: null, ...seen(event) },
    PatientAbsorbed: touched,
    PatientGivenBack: touched,
    MergeDeclined: touched,
    ErasureRequested: touched,
    /** What is sealed does not open any more; what could tell people apart goes, too. */
    KeysDestroyed: ({ data: { step }, position }, row) =>
      row && { ...row, language: null, country: null, counts: step === 'destroy' ? {} : row.counts, position },
  },
};
export const patientHeaderView = view(patientHeader, PatientHeader);
