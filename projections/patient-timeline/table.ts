import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Actor } from '#domain/kernel/envelope.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import type { ResourceKind } from '#domain/patient/messages.ts';
import type { Bilingual } from '#domain/recommendation/messages.ts';
import { isolated } from '../kernel/table.ts';

export const TIMELINE_KINDS = [
  'Patient',
  'Condition',
  'Observation',
  'AllergyIntolerance',
  'MedicationRequest',
  'Procedure',
  'Encounter',
  'Immunization',
  'Case',
  'Recommendation',
] as const satisfies readonly (ResourceKind | 'Patient' | 'Case' | 'Recommendation')[];
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** `id` is unique in the tenant; `itemId` is the resource's, case's or recommendation's own. */
export const TimelineItem = defineEntity({
  name: 'TimelineItem',
  tableName: 'patient_timeline',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'patientId', 'occurredAt', 'id'] }, { properties: ['tenant', 'patientId', 'kind', 'occurredAt', 'id'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.text().primary(),
    patientId: p.uuid(),
    kind: p.text().$type<TimelineKind>(),
    itemId: p.uuid(),
    /** In the clear although it is clinical: the timeline is sorted by it. Documented as the one exception to sealing. */
    occurredAt: p.datetime(),
    recordedAt: p.datetime(),
    /** The FHIR resource, or the case's procedure. */
    content: p.json<Sealed>().nullable(),
    /** Titles that say nothing of the patient, in both languages. */
    title: p.json<Bilingual>().nullable(),
    /** Status of a case or recommendation; that of a clinical resource is inside `content`. */
    status: p.text().nullable(),
    actor: p.json<Actor>(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type TimelineRow = InferEntity<typeof TimelineItem>;
