import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

/**
 * One row for each person that a disclosure concerns, also of whom something was kept back, with what disclosures are asked for by: PostgreSQL
 * looks into no list of persons before the policies have judged every row. `id`: the disclosure and the person.
 */
export const DisclosedPerson = defineEntity({
  name: 'DisclosedPerson',
  tableName: 'disclosed_persons',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'personId', 'position'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.text().primary(),
    personId: p.text(),
    disclosureId: p.uuid(),
    at: p.datetime(),
    readerId: p.text(),
    purpose: p.text(),
    session: p.text().nullable(),
    caseId: p.text().nullable(),
    /** The country. */
    abroad: p.text().nullable(),
    position: p.bigint(),
  },
});
export type DisclosedPersonRow = InferEntity<typeof DisclosedPerson>;
