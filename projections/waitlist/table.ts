import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

/** An entry of a service's waiting list. `joined` orders the list. `start`: the time it was offered last. */
export const WaitlistTable = defineEntity({
  name: 'Waitlist',
  tableName: 'waitlist',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'offeringId', 'joined'] }, { properties: ['tenant', 'customerId'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    offeringId: p.uuid(),
    customerId: p.uuid(),
    from: p.datetime(),
    to: p.datetime(),
    staff: p.json<readonly string[]>().nullable(),
    customer: p.json<Sealed>().nullable(),
    notes: p.json<Sealed>().nullable(),
    status: p.text().$type<'waiting' | 'offered' | 'left'>(),
    start: p.datetime().nullable(),
    joined: p.bigint(),
    joinedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type WaitlistRow = InferEntity<typeof WaitlistTable>;
