import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Priced } from '#domain/kernel/prices.ts';
import type { OfferingType, Terms } from '#domain/offering/messages.ts';
import { isolated } from '../kernel/table.ts';

/** `defined` orders the list, newest first. */
export const OfferingList = defineEntity({
  name: 'OfferingList',
  tableName: 'offering_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'defined'] }, { properties: ['tenant', 'type', 'isActive', 'defined'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    type: p.text().$type<OfferingType>(),
    name: p.text(),
    description: p.text().nullable(),
    category: p.text().nullable(),
    terms: p.json<Terms>(),
    prices: p.json<readonly Priced[]>(),
    isActive: p.boolean(),
    defined: p.bigint(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type OfferingRow = InferEntity<typeof OfferingList>;
