import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Actor } from '#domain/kernel/envelope.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import type { CANCELLATIONS, OrderLine, OrderStatus, Totals } from '#domain/order/messages.ts';
import { isolated } from '../kernel/table.ts';

/** What the hub itself has yet to do: reserve its stock, or give it its number. */
export const ORDER_STEPS = ['reserving', 'numbering', 'none'] as const;
export type Happened = { readonly status: OrderStatus; readonly at: string; readonly by: Actor };

/** `placed` orders the list, newest first. */
export const OrderList = defineEntity({
  name: 'OrderList',
  tableName: 'order_list',
  ...isolated(),
  indexes: [
    { properties: ['tenant', 'placed'] },
    { properties: ['tenant', 'status', 'placed'] },
    { properties: ['tenant', 'patientId'] },
    { properties: ['tenant', 'step', 'updatedAt'] },
  ],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    contactId: p.uuid(),
    patientId: p.uuid().nullable(),
    status: p.text().$type<OrderStatus>(),
    step: p.text().$type<(typeof ORDER_STEPS)[number]>(),
    number: p.text().nullable(),
    customer: p.json<Sealed>(),
    notes: p.json<Sealed>().nullable(),
    lines: p.json<readonly OrderLine[]>(),
    totals: p.json<Totals>(),
    currency: p.text(),
    paymentMethod: p.text(),
    paymentId: p.uuid().nullable(),
    channel: p.text().nullable(),
    tracking: p.json<Sealed>().nullable(),
    why: p.text().$type<(typeof CANCELLATIONS)[number]>().nullable(),
    note: p.json<Sealed>().nullable(),
    history: p.json<readonly Happened[]>(),
    expiresAt: p.datetime(),
    placed: p.bigint(),
    placedAt: p.datetime(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type OrderRow = InferEntity<typeof OrderList>;
