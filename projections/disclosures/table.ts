import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

export type Abroad = { readonly country: string; readonly mechanism: string; readonly mechanismId: string };
export type Shown = { readonly id: string; readonly fields: readonly string[]; readonly health: boolean };

/** One row a request that opened data. `persons`: everybody concerned, also those of whom something was kept back, found through disclosed_persons; `shown`: what of whom. */
export const Disclosures = defineEntity({
  name: 'Disclosures',
  tableName: 'disclosures',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'position'] }, { properties: ['tenant', 'readerId', 'position'] }, { properties: ['tenant', 'caseId', 'position'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    at: p.datetime(),
    readerId: p.text(),
    readerKind: p.text(),
    readerRole: p.text(),
    onBehalfOf: p.text().nullable(),
    purpose: p.text(),
    route: p.text(),
    correlation: p.text(),
    session: p.text().nullable(),
    caseId: p.text().nullable(),
    persons: p.array(),
    shown: p.json<readonly Shown[]>(),
    withheld: p.array(),
    address: p.json<Sealed>().nullable(),
    /** The reader is a processor abroad, by this mechanism. */
    abroad: p.json<Abroad>().nullable(),
    position: p.bigint(),
  },
});
export type DisclosureRow = InferEntity<typeof Disclosures>;
