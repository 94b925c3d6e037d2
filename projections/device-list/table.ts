import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { DeviceConfig } from '#domain/device/messages.ts';
import { isolated } from '../kernel/table.ts';

export type FirmwareStep = {
  readonly version: string;
  readonly step: 'offered' | 'verified' | 'refused' | 'applied' | 'rolled-back';
  readonly why?: string;
  readonly at: string;
};

/** `registered` orders the list, the last first. */
export const DeviceList = defineEntity({
  name: 'DeviceList',
  tableName: 'device_list',
  ...isolated(),
  indexes: [{ properties: ['tenant', 'registered'] }],
  properties: {
    tenant: p.text().primary(),
    id: p.uuid().primary(),
    serial: p.text(),
    board: p.text(),
    slots: p.integer(),
    location: p.text().nullable(),
    /** For whoever verifies the device at its connection. */
    credentialHash: p.text(),
    firmwareVersion: p.text().nullable(),
    firmware: p.json<FirmwareStep>().nullable(),
    online: p.boolean(),
    charging: p.boolean(),
    retired: p.boolean(),
    batteryLevel: p.integer().nullable(),
    rssi: p.integer().nullable(),
    config: p.json<DeviceConfig>(),
    configVersion: p.integer(),
    /** The last configuration the device applied; 0 = none. */
    configApplied: p.integer(),
    configFault: p.text().nullable(),
    lastSeen: p.datetime().nullable(),
    lastInteraction: p.datetime().nullable(),
    registeredAt: p.datetime(),
    registered: p.bigint(),
    revision: p.integer(),
    position: p.bigint(),
  },
});
export type DeviceListRow = InferEntity<typeof DeviceList>;
