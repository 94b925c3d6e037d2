import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { CallRoute, PhoneUser } from '#domain/dialplan/messages.ts';
import { isolated } from '../kernel/table.ts';

/** One row per tenant. */
export const Dialplan = defineEntity({
  name: 'Dialplan',
  tableName: 'dialplan',
  ...isolated(),
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    users: p.json<PhoneUser[]>(),
    routes: p.json<CallRoute[]>(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type DialplanRow = InferEntity<typeof Dialplan>;
