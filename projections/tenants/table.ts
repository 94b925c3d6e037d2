import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

/** `id` is the slug. */
export const Tenant = defineEntity({
  name: 'Tenant',
  tableName: 'tenants',
  ...isolated(),
  properties: {
    tenant: p.text().primary(),
    id: p.text().primary(),
    name: p.text(),
    kind: p.text().$type<'clinic' | 'agency'>(),
    locale: p.text().$type<'tr' | 'en'>(),
    timezone: p.text(),
    status: p.text().$type<'active' | 'suspended'>(),
    industry: p.text().nullable(),
    websiteUrl: p.text().nullable(),
    registeredAt: p.datetime(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type TenantRow = InferEntity<typeof Tenant>;
