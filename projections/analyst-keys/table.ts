import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

/** Keys that were issued; a revoked one stays to be seen. */
export const AnalystKeys = defineEntity({
  name: 'AnalystKey',
  tableName: 'analyst_keys',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'memberId'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    memberId: p.text(),
    label: p.text(),
    credentialHash: p.text(),
    issuedAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type AnalystKeyRow = InferEntity<typeof AnalystKeys>;
