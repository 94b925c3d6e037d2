import type { DeviceConfig } from '#domain/device/messages.ts';

export type { DeviceConfig };
export const DEVICE_STATUSES = ['online', 'charging', 'offline', 'retired'] as const;
export type Device = {
  id: string;
  serial_number: string;
  board: string;
  location?: string;
  status: (typeof DEVICE_STATUSES)[number];
  battery_level?: number;
  last_interaction?: string;
  last_seen?: string;
  firmware_version?: string;
  config: DeviceConfig;
  config_version: number;
  /** The last version that the device applied. */
  config_applied: number;
  config_fault?: string;
  /** How far the version that was offered last has come. */
  firmware?: { version: string; step: string; why?: string; at: string };
  registered_at: string;
};
export type UsageDay = { date: string; interaction_type: 'voice' | 'button'; count: number; duration_seconds: number; successes: number; battery_low?: number };
export type Release = {
  version: string;
  status: 'rolling' | 'paused' | 'withdrawn';
  percent: number;
  bytes: number;
  failures: number;
  failureLimit: number;
  reason?: string;
  releasedAt: string;
};
export type FirmwareLine = { id: string; board: string; keys: string[]; releases: Release[] };
