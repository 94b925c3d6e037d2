import type { StoredDeviceEvent } from '#domain/device/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { DeviceList, type DeviceListRow, type FirmwareStep } from './table.ts';

type Row = DeviceListRow | undefined;
type Event = Seen<StoredDeviceEvent>;

const change = ({ revision, position }: Event, row: Row, to: Partial<DeviceListRow>): Row => row && { ...row, ...to, revision, position };
/** The device itself said so, so it was there. */
const heard = (event: Event, row: Row, to: Partial<DeviceListRow>): Row => change(event, row, { ...to, lastSeen: new Date(event.meta.occurredAt) });
const step = ({ meta }: Event, version: string, name: FirmwareStep['step'], why?: string): { firmware: FirmwareStep } => ({
  firmware: { version, step: name, at: meta.occurredAt, ...(why && { why }) },
});

type Usage = Extract<Event, { type: 'DeviceUsageSummarised' }>;
function used(event: Usage, row: Row): Row {
  const { interactions, batteryLevel, charging, rssi, to } = event.data;
  const spoken = interactions.some(({ count }) => count > 0);
  return (
    row &&
    heard(event, row, {
      batteryLevel: batteryLevel ?? row.batteryLevel ?? null,
      charging: charging ?? row.charging,
      rssi: rssi ?? row.rssi ?? null,
      ...(spoken && { lastInteraction: new Date(to) }),
    })
  );
}

export const deviceList: Fold<StoredDeviceEvent, DeviceListRow> = {
  name: 'device-list',
  key: ({ stream }) => stream.id,
  when: {
    DeviceProvisioned: ({ data: { serial, board, slots, location, credentialHash, firmwareVersion }, meta, stream, revision, position }) => ({
      ...{ tenant: meta.tenant, id: stream.id, serial, board, slots, location: location ?? null, credentialHash },
      ...{ firmwareVersion: firmwareVersion ?? null, firmware: null, online: false, charging: false, retired: false, batteryLevel: null, rssi: null },
      ...{ config: {}, configVersion: 0, configApplied: 0, configFault: null, lastSeen: null, lastInteraction: null },
      ...{ registeredAt: new Date(meta.occurredAt), registered: position, revision, position },
    }),
    CredentialChanged: (event, row) => change(event, row, { credentialHash: event.data.credentialHash }),
    DevicePlaced: (event, row) => change(event, row, { location: event.data.location }),
    DeviceConnected: (event, row) =>
      row && heard(event, row, { online: true, firmwareVersion: event.data.firmwareVersion, charging: event.data.charging ?? row.charging }),
    DeviceLost: (event, row) => change(event, row, { online: false }),
    DeviceConfigured: (event, row) => change(event, row, { config: event.data.config, configVersion: event.data.version, configFault: null }),
    DeviceConfigApplied: (event, row) => heard(event, row, { configApplied: event.data.version, configFault: null }),
    DeviceConfigRefused: (event, row) => heard(event, row, { configFault: event.data.code }),
    FirmwareOffered: (event, row) => change(event, row, step(event, event.data.version, 'offered')),
    FirmwareVerified: (event, row) => heard(event, row, step(event, event.data.version, 'verified')),
    FirmwareRefused: (event, row) => heard(event, row, step(event, event.data.version, 'refused', event.data.refusal)),
    FirmwareApplied: (event, row) => heard(event, row, { firmwareVersion: event.data.version, ...step(event, event.data.version, 'applied') }),
    FirmwareRolledBack: (event, row) => heard(event, row, step(event, event.data.version, 'rolled-back', event.data.code)),
    DeviceUsageSummarised: used,
    DeviceBatteryLow: (event, row) => heard(event, row, { batteryLevel: event.data.batteryLevel }),
    DeviceRetired: (event, row) => change(event, row, { retired: true, online: false }),
  },
};
export const deviceListView = view(deviceList, DeviceList);
