import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { type Board, offer, reportBoot, reportImage } from './firmware.ts';
import type { DeviceCommand, DeviceEvent } from './messages.ts';

export type ProvisionedDevice = Board & {
  readonly status: 'active' | 'retired';
  /** The connection it is online by. */
  readonly connection?: string;
  readonly wanted: number;
  readonly settled: number;
  readonly usageTo?: string;
  readonly battery?: number;
};
export type DeviceState = { readonly status: 'unknown' } | ProvisionedDevice;
type Decided = DeviceEvent[] | Rejection;

/** Readings come as sums over at least this long. */
const SHORTEST_MS = 60_000;
const LOW_BATTERY = 15;

const ifActive = (state: DeviceState, decide: (device: ProvisionedDevice) => Decided): Decided => {
  if (state.status === 'unknown') return reject('device.unknown');
  return state.status === 'retired' ? reject('device.retired') : decide(state);
};
const to = (state: DeviceState, change: Partial<ProvisionedDevice>): DeviceState => (state.status === 'unknown' ? state : { ...state, ...change });

const failedOn = (state: DeviceState, version: string): DeviceState =>
  state.status === 'unknown' ? state : { ...state, offer: undefined, failed: [...new Set([...state.failed, version])] };

type Usage = Extract<DeviceCommand, { type: 'ReportUsage' }>['data'];
function reportUsage({ usageTo, battery }: ProvisionedDevice, usage: Usage): Decided {
  const { from, to: until, interactions, batteryLevel, charging, rssi } = usage;
  const [begin, end, last] = [Date.parse(from), Date.parse(until), Date.parse(usageTo ?? '1970-01-01T00:00:00Z')];
  if (end - begin < SHORTEST_MS) return reject('device.usage-too-short', { seconds: SHORTEST_MS / 1000 });
  if (end <= last) return [];
  if (begin < last) return reject('device.usage-overlaps', { until: usageTo! });
  const summary = { from, to: until, interactions, ...(batteryLevel !== undefined && { batteryLevel }), ...(charging !== undefined && { charging }) };
  const summarised: DeviceEvent = { type: 'DeviceUsageSummarised', data: { ...summary, ...(rssi !== undefined && { rssi }) } };
  const isLow = batteryLevel !== undefined && batteryLevel <= LOW_BATTERY && (battery ?? 100) > LOW_BATTERY;
  return isLow ? [summarised, { type: 'DeviceBatteryLow', data: { batteryLevel } }] : [summarised];
}

type Config = Extract<DeviceCommand, { type: 'ReportConfig' }>['data'];
function reportConfig({ wanted, settled }: ProvisionedDevice, { version, applied, code }: Config): Decided {
  if (version > wanted) return reject('device.config-unknown', { version: wanted });
  if (version <= settled) return [];
  return applied ? [{ type: 'DeviceConfigApplied', data: { version } }] : [{ type: 'DeviceConfigRefused', data: { version, code: code ?? 'unspecified' } }];
}

export const device: Decider<DeviceCommand, DeviceEvent, DeviceState> = {
  initial: { status: 'unknown' },
  decide: {
    ProvisionDevice: ({ data: { serial, board, slots, firmwareVersion, location, credentialHash } }, { status }) => {
      if (status === 'active') return reject('device.already-registered');
      const optional = { ...(firmwareVersion && { firmwareVersion }), ...(location && { location }) };
      return [{ type: 'DeviceProvisioned', data: { serial, board, slots, credentialHash, ...optional } }];
    },
    ChangeCredential: ({ data: { credentialHash } }, state) => ifActive(state, () => [{ type: 'CredentialChanged', data: { credentialHash } }]),
    PlaceDevice: ({ data: { location } }, state) => ifActive(state, () => [{ type: 'DevicePlaced', data: { location } }]),
    ConnectDevice: ({ data: { connectionId, firmwareVersion, charging } }, state) =>
      ifActive(state, ({ connection }) =>
        connection === connectionId ? [] : [{ type: 'DeviceConnected', data: { connectionId, firmwareVersion, ...(charging !== undefined && { charging }) } }],
      ),
    LoseDevice: ({ data: { connectionId } }, state) =>
      ifActive(state, ({ connection }) => (connection === connectionId ? [{ type: 'DeviceLost', data: { connectionId } }] : [])),
    ConfigureDevice: ({ data: { config } }, state) => ifActive(state, ({ wanted }) => [{ type: 'DeviceConfigured', data: { version: wanted + 1, config } }]),
    ReportConfig: ({ data }, state) => ifActive(state, (known) => reportConfig(known, data)),
    OfferFirmware: ({ data }, state) => ifActive(state, (known) => offer(known, data)),
    ReportImage: ({ data }, state) => ifActive(state, (known) => reportImage(known, data)),
    ReportBoot: ({ data }, state) => ifActive(state, (known) => reportBoot(known, data)),
    ReportUsage: ({ data }, state) => ifActive(state, (known) => reportUsage(known, data)),
    RetireDevice: ({ data: { reason } }, state) => (state.status === 'retired' ? [] : ifActive(state, () => [{ type: 'DeviceRetired', data: { reason } }])),
  },
  evolve: {
    DeviceProvisioned: ({ data: { board, slots, firmwareVersion } }) => ({
      ...{ status: 'active', board, slots, epoch: 0, wanted: 0, settled: 0, autoUpdate: true, failed: [] },
      ...(firmwareVersion && { version: firmwareVersion }),
    }),
    CredentialChanged: (_, state) => state,
    DevicePlaced: (_, state) => state,
    // What a device says it runs is what it runs, also when it was flashed by cable.
    DeviceConnected: ({ data: { connectionId, firmwareVersion } }, state) => to(state, { connection: connectionId, version: firmwareVersion }),
    DeviceLost: (_, state) => to(state, { connection: undefined }),
    DeviceConfigured: ({ data: { version, config } }, state) => to(state, { wanted: version, autoUpdate: config?.auto_update ?? true }),
    DeviceConfigApplied: ({ data: { version } }, state) => to(state, { settled: version }),
    DeviceConfigRefused: ({ data: { version } }, state) => to(state, { settled: version }),
    FirmwareOffered: ({ data: { version, sha256, epoch } }, state) => to(state, { offer: { version, sha256, epoch, verified: false } }),
    FirmwareVerified: (_, state) => (state.status === 'unknown' || !state.offer ? state : to(state, { offer: { ...state.offer, verified: true } })),
    FirmwareRefused: ({ data: { version } }, state) => failedOn(state, version),
    FirmwareApplied: ({ data: { version, epoch } }, state) => to(state, { version, epoch, offer: undefined }),
    FirmwareRolledBack: ({ data: { version } }, state) => failedOn(state, version),
    DeviceUsageSummarised: ({ data: { to: usageTo, batteryLevel } }, state) =>
      to(state, { usageTo, ...(batteryLevel !== undefined && { battery: batteryLevel }) }),
    DeviceBatteryLow: (_, state) => state,
    DeviceRetired: (_, state) => to(state, { status: 'retired', connection: undefined }),
  },
};
