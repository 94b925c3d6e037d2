// From rows to answers. Clinical resources are sealed whole; what is shown of them is read by the domain's own words for FHIR.
import { describe, isActiveAllergy, isCurrentAnticoagulant, type Person, personOf } from '#domain/patient/describe.ts';
import { asText, conceptOf, type Json, wordOf } from '#domain/patient/fhir.ts';
import type { PatientHeaderRow } from '#projections/patient-header/table.ts';
import type { TimelineRow } from '#projections/patient-timeline/table.ts';
import type { RecommendationRow } from '#projections/recommendation-list/table.ts';
import type { Opening } from '../kernel/opened.ts';
import { versionOf } from '../kernel/shapes.ts';

/** What a header is made of. `facts`: the timeline's allergies and medication requests; `flags`: undecided red recommendations. */
export type HeaderRows = {
  readonly header: PatientHeaderRow;
  /** Records of the same person that were merged into this one. */
  readonly merged?: readonly PatientHeaderRow[];
  readonly facts: readonly TimelineRow[];
  readonly flags: readonly RecommendationRow[];
};

const coded = (resource: Json) => ({ code: asText(conceptOf(resource)?.coding?.[0]?.code), text: wordOf(conceptOf(resource)) ?? '' });

export function patientItemOf({ id, person }: PatientHeaderRow, { personal }: Opening) {
  const of = <K extends keyof Person>(field: K) => personal<Json, Person[K]>(person, (patient) => personOf(patient)[field]);
  return { id, name: of('name'), birthDate: of('birthDate'), sex: of('sex') };
}

/** Of all records of the person. */
function countsOf(records: readonly PatientHeaderRow[]): PatientHeaderRow['counts'] {
  const kinds = new Set(records.flatMap(({ counts }) => Object.keys(counts) as (keyof PatientHeaderRow['counts'])[]));
  return Object.fromEntries([...kinds].map((kind) => [kind, records.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0)]));
}

export function patientHeaderOf({ header, merged = [], facts, flags }: HeaderRows, opening: Opening) {
  const { personal, health } = opening;
  const contents = (kind: TimelineRow['kind']) => facts.filter((row) => row.kind === kind).map((row) => row.content);
  return {
    ...patientItemOf(header, opening),
    language: header.language ?? undefined,
    country: header.country ?? undefined,
    phone: personal<Json, string | undefined>(header.person, (patient) => personOf(patient).phone),
    deceasedAt: personal<Json, string | undefined>(header.person, (patient) => personOf(patient).deceasedAt),
    allergies: health.all(contents('AllergyIntolerance'), (all: Json[]) =>
      all.filter(isActiveAllergy).map((r) => ({ ...coded(r), criticality: asText(r.criticality) })),
    ),
    anticoagulants: health.all(contents('MedicationRequest'), (all: Json[]) => all.filter(isCurrentAnticoagulant).map(coded)),
    redFlags: flags.map((flag) => ({ recommendationId: flag.id, rule: flag.rule, title: flag.title })),
    counts: countsOf([header, ...merged]),
    mergedFrom: merged.map(({ id }) => id),
    ...versionOf(header),
  };
}

/** Words of the hub's own for what needs none of the source's. */
const OWN = { Patient: { tr: 'Hasta kaydı', en: 'Patient record' } };

/** `status` is absent in the answer when it would have to be read from a resource that is. */
export function timelineItemOf(row: TimelineRow, { health }: Opening, language: 'tr' | 'en') {
  const own = row.kind === 'Patient' ? OWN.Patient : row.title;
  const of = (field: 'detail' | 'status') =>
    own || row.kind === 'Case' ? undefined : health<Json, string | undefined>(row.content, (r) => describe(r)[field]);
  const titleOf = row.kind === 'Case' ? (procedure: Json) => String(procedure.text) : (resource: Json) => describe(resource).title;
  return {
    id: row.itemId,
    kind: row.kind,
    at: row.occurredAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    title: own ? own[language] : health(row.content, titleOf),
    detail: of('detail'),
    status: row.status ?? of('status'),
    actor: row.actor,
    ...versionOf(row),
  };
}
