import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

export const PAYMENT_STATUSES = ['requested', 'open', 'authorised', 'captured', 'refunded', 'failed'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];
/** In minor units. `surplus` is money beyond the request that has not gone back yet. */
export type PaymentSums = {
  readonly amount: number;
  readonly captured: number;
  readonly refundAsked: number;
  readonly refunded: number;
  readonly surplus: number;
};

/** `needsCare`: a refund is on its way, a dispute is open, or what the provider has is not what was asked. `asked` orders the list, newest first. */
export const PaymentList = defineEntity({
  name: 'PaymentList',
  tableName: 'payment_list',
  ...isolated(),
  indexes: [
    { properties: ['tenant', 'asked'] },
    { properties: ['tenant', 'orderId'] },
    { properties: ['tenant', 'caseId'] },
    { properties: ['tenant', 'needsCare', 'asked'] },
  ],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    purpose: p.text().$type<'order' | 'deposit'>(),
    orderId: p.uuid().nullable(),
    caseId: p.uuid().nullable(),
    contactId: p.uuid(),
    provider: p.text(),
    providerPaymentId: p.text().nullable(),
    status: p.text().$type<PaymentStatus>(),
    sums: p.json<PaymentSums>(),
    currency: p.text(),
    dispute: p.text().$type<'none' | 'open' | 'won' | 'lost'>(),
    mismatch: p.text().$type<'reference' | 'amount' | 'currency'>().nullable(),
    needsCare: p.boolean(),
    asked: p.bigint(),
    askedAt: p.datetime(),
    updatedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type PaymentRow = InferEntity<typeof PaymentList>;
