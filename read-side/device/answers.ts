// Devices as answers show them, under the field names their makers' clients read.
import { z } from 'zod';
import { config } from '#domain/device/messages.ts';
import type { DeviceListRow } from '#projections/device-list/table.ts';
import type { DeviceUsageRow } from '#projections/device-usage/table.ts';
import { instant, version, versionOf } from '../kernel/shapes.ts';

export const DEVICE_STATUSES = ['online', 'offline', 'charging', 'retired'] as const;
const status = {
  status: z.enum(DEVICE_STATUSES),
  battery_level: z.int().optional(),
  last_interaction: instant.optional(),
  firmware_version: z.string().optional(),
};
export const deviceStatus = z.object({ ...status, last_seen: instant.optional(), ...version }).meta({ id: 'DeviceStatus' });
export const deviceItem = z
  .object({
    id: z.uuid(),
    serial_number: z.string(),
    board: z.string(),
    location: z.string().optional(),
    ...status,
    last_seen: instant.optional(),
    config,
    config_version: z.int(),
    config_applied: z.int().describe('The last version the device applied'),
    config_fault: z.string().optional(),
    firmware: z.object({ version: z.string(), step: z.string(), why: z.string().optional(), at: instant }).optional(),
    registered_at: instant,
    created_at: instant.describe('The same as `registered_at`'),
    ...version,
  })
  .meta({ id: 'Device' });

function statusOf({ retired, online, charging }: DeviceListRow): (typeof DEVICE_STATUSES)[number] {
  if (retired) return 'retired';
  if (!online) return 'offline';
  return charging ? 'charging' : 'online';
}

export const deviceStatusOf = (row: DeviceListRow) => ({
  status: statusOf(row),
  battery_level: row.batteryLevel ?? undefined,
  last_interaction: row.lastInteraction?.toISOString(),
  firmware_version: row.firmwareVersion ?? undefined,
  last_seen: row.lastSeen?.toISOString(),
  ...versionOf(row),
});
export const deviceOf = (row: DeviceListRow) => ({
  id: row.id,
  serial_number: row.serial,
  board: row.board,
  location: row.location ?? undefined,
  config: row.config,
  config_version: row.configVersion,
  config_applied: row.configApplied,
  config_fault: row.configFault ?? undefined,
  firmware: row.firmware ?? undefined,
  registered_at: row.registeredAt.toISOString(),
  created_at: row.registeredAt.toISOString(),
  ...deviceStatusOf(row),
});

export const usageItem = z
  .object({
    date: z.iso.date(),
    interaction_type: z.enum(['voice', 'button']),
    count: z.int(),
    duration_seconds: z.int(),
    successes: z.int(),
    battery_low: z.int().optional().describe('The lowest level of the day'),
  })
  .meta({ id: 'DeviceUsage' });
export const usageOf = ({ day, voice, button, batteryLow }: DeviceUsageRow) =>
  Object.entries({ voice, button }).flatMap(([interaction_type, { count, seconds, successes }]) =>
    count > 0 ? [{ date: day, interaction_type, count, duration_seconds: seconds, successes, battery_low: batteryLow ?? undefined }] : [],
  );
