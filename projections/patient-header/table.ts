import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { ResourceKind } from '#domain/patient/messages.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

/** `person` is the sealed FHIR Patient. `registered` orders the list, newest first. */
export const PatientHeader = defineEntity({
  name: 'PatientHeader',
  tableName: 'patient_header',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'registered'] }, { properties: ['tenant', 'mergedInto'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    person: p.json<Sealed>(),
    language: p.text().nullable(),
    country: p.text().nullable(),
    /** The record that stands for this person, once it was merged into another. */
    mergedInto: p.uuid().nullable(),
    counts: p.json<Partial<Record<ResourceKind, number>>>(),
    registered: p.bigint(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type PatientHeaderRow = InferEntity<typeof PatientHeader>;
