import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Status } from '#domain/appointment/state.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { isolated } from '../kernel/table.ts';

/** `start`, `end`: the time it has or asks for. `until`: how long it is kept unconfirmed. `reason`: why it was refused or lapsed. */
export const AppointmentList = defineEntity({
  name: 'AppointmentList',
  tableName: 'appointment_list',
  ...isolated(),
  indexes: [
    { properties: ['tenant', 'start'] },
    { properties: ['tenant', 'customerId'] },
    { properties: ['tenant', 'caseId'] },
    { properties: ['tenant', 'offeringId', 'start'] },
  ],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    offeringId: p.uuid(),
    customerId: p.uuid(),
    caseId: p.uuid().nullable(),
    code: p.text(),
    status: p.text().$type<Status>(),
    start: p.datetime(),
    end: p.datetime(),
    until: p.datetime().nullable(),
    moving: p.boolean(),
    hosts: p.json<readonly string[]>(),
    price: p.json<{ amount: number; currency: string }>().nullable(),
    customer: p.json<Sealed>().nullable(),
    notes: p.json<Sealed>().nullable(),
    cancelReason: p.json<Sealed>().nullable(),
    reason: p.text().nullable(),
    requestedAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type AppointmentRow = InferEntity<typeof AppointmentList>;
