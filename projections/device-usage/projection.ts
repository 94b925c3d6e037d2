import type { Interaction, StoredDeviceEvent } from '#domain/device/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { DeviceUsage, type DeviceUsageRow, type Sums } from './table.ts';

const NONE: Sums = { count: 0, seconds: 0, successes: 0 };
const plus = (before: Sums, type: Interaction['type'], interactions: readonly Interaction[]): Sums =>
  interactions
    .filter((one) => one.type === type)
    .reduce(
      (sum, { count, seconds, successes }) => ({ count: sum.count + count, seconds: sum.seconds + seconds, successes: sum.successes + successes }),
      before,
    );
const lower = (a: number | null | undefined, b: number | undefined): number | null => (a == null ? (b ?? null) : b === undefined ? a : Math.min(a, b));
const dayOf = (from: string) => from.slice(0, 10);

/** A period counts for the day it began in. */
export const deviceUsage: Fold<StoredDeviceEvent, DeviceUsageRow> = {
  name: 'device-usage',
  key: ({ type, stream, data }) => (type === 'DeviceUsageSummarised' ? `${stream.id}/${dayOf(data.from)}` : undefined),
  when: {
    DeviceUsageSummarised: ({ data: { from, interactions, batteryLevel }, meta, stream, position }, row) => ({
      ...{ tenant: meta.tenant, id: `${stream.id}/${dayOf(from)}`, deviceId: stream.id, day: dayOf(from), position },
      voice: plus(row?.voice ?? NONE, 'voice', interactions),
      button: plus(row?.button ?? NONE, 'button', interactions),
      batteryLow: lower(row?.batteryLow, batteryLevel),
    }),
  },
};
export const deviceUsageView = view(deviceUsage, DeviceUsage);
