import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

export type StockHold = { readonly quantity: number; readonly state: 'reserved' | 'committed' };

/** `holds`: what is promised, by order. `isLow`: what is free has fallen to the threshold. */
export const StockList = defineEntity({
  name: 'StockList',
  tableName: 'stock_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'offeringId'] }, { properties: ['tenant', 'isLow'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    offeringId: p.uuid(),
    location: p.text(),
    threshold: p.integer(),
    onHand: p.integer(),
    holds: p.json<Readonly<Record<string, StockHold>>>(),
    available: p.integer(),
    isLow: p.boolean(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type StockRow = InferEntity<typeof StockList>;
