import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Tile } from '#domain/dashboard/messages.ts';
import { isolated } from '../kernel/table.ts';

export const Dashboards = defineEntity({
  name: 'Dashboard',
  tableName: 'dashboards',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'name'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    tiles: p.json<readonly Tile[]>(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type DashboardRow = InferEntity<typeof Dashboards>;
