import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { isolated } from '../kernel/table.ts';

export type Sums = { readonly count: number; readonly seconds: number; readonly successes: number };

/** One row per device and UTC day; `id` is `deviceId/day`. */
export const DeviceUsage = defineEntity({
  name: 'DeviceUsage',
  tableName: 'device_usage',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'deviceId', 'day'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.text().primary(),
    deviceId: p.uuid(),
    /** `2026-11-21` */
    day: p.text(),
    voice: p.json<Sums>(),
    button: p.json<Sums>(),
    /** The lowest level told that day. */
    batteryLow: p.integer().nullable(),
    position: p.bigint(),
  },
});
export type DeviceUsageRow = InferEntity<typeof DeviceUsage>;
