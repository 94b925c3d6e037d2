import type { DeviceCommand } from '#domain/device/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

const KEEPERS = ['admin', 'coordinator'] as const;
/** What a device says of itself comes from the device, or from the gateway that watches its connection. */
export const devicePermits = {
  ProvisionDevice: KEEPERS,
  ChangeCredential: KEEPERS,
  PlaceDevice: KEEPERS,
  ConnectDevice: ['device', 'system'],
  LoseDevice: ['device', 'system'],
  ConfigureDevice: KEEPERS,
  ReportConfig: ['device'],
  OfferFirmware: ['admin', 'device', 'system'],
  ReportImage: ['device'],
  ReportBoot: ['device'],
  ReportUsage: ['device'],
  RetireDevice: KEEPERS,
} as const satisfies Record<DeviceCommand['type'], Permit>;
