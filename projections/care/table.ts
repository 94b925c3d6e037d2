import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

/** Operational fields as they are, others `Sealed`, and lists of entries by name. */
export type CareDoc = { readonly [field: string]: unknown };

/**
 * One record a stream of health tourism: an offer with its versions, a consent, a checklist … `opened` orders lists, newest first.
 * `id`: slice and id of the stream, since several slices have one stream a case under the case's own id.
 */
export const CareRecord = defineEntity({
  name: 'CareRecord',
  tableName: 'care_records',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'slice', 'opened'] }, { properties: ['tenant', 'slice', 'caseId'] }, { properties: ['tenant', 'slice', 'patientId'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.text().primary(),
    slice: p.text(),
    streamId: p.uuid(),
    caseId: p.uuid().nullable(),
    patientId: p.uuid().nullable(),
    status: p.text(),
    doc: p.json<CareDoc>(),
    opened: p.bigint(),
    openedAt: p.datetime(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type CareRow = InferEntity<typeof CareRecord>;
