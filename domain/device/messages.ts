// A device that talks for a tenant, such as an ARMA. Its id derives from the serial number. Readings are not events: a device sums them up.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const serialNumber = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,49}$/, 'letters, digits, dots, hyphens; 3 to 50');
export const board = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens');
export const location = z.string().trim().min(1).max(255);
export const firmwareVersion = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,6}(-[\w.]{1,20})?$/, 'a version such as 1.0.3');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const epoch = z.int().min(0).describe('Security epoch: a device never goes back to a lower one');
/** SHA-256 (hex) of a random secret of 256 bits, which needs no slow hash. */
const credentialHash = sha256;
const slots = z.int().min(1).max(8);
const connectionId = z.string().min(1).max(64);
const at = z.iso.datetime();
const percent = z.int().min(0).max(100);
const configVersion = z.int().min(1);
const code = z.string().regex(/^[\w.-]{1,64}$/);
export const INTERACTIONS = ['voice', 'button'] as const;
const interaction = z.strictObject({ type: z.enum(INTERACTIONS), count: z.int().min(0), seconds: z.int().min(0), successes: z.int().min(0) });
export type Interaction = z.infer<typeof interaction>;

/** What a device is told to do; absent = as the device is made. */
export const config = z.strictObject({
  volume: percent.optional(),
  language: z.enum(['tr', 'en']).optional(),
  wake_word: z.string().trim().min(2).max(40).optional(),
  led_brightness: percent.optional(),
  microphone: z.boolean().optional(),
  auto_update: z.boolean().optional().describe('false: firmware is offered only by hand'),
  quiet_from: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  quiet_to: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
});
export type DeviceConfig = z.infer<typeof config>;

const image = { version: firmwareVersion, sha256, bytes: z.int().min(1), epoch };
export const deviceCommands = defineCommands({
  ProvisionDevice: z.strictObject({
    serial: serialNumber,
    board,
    slots,
    firmwareVersion: firmwareVersion.optional(),
    location: location.optional(),
    credentialHash,
  }),
  ChangeCredential: z.strictObject({ credentialHash }),
  PlaceDevice: z.strictObject({ location }),
  ConnectDevice: z.strictObject({ connectionId, firmwareVersion, charging: z.boolean().optional() }),
  /** Only the connection that is the device's current one can lose it. */
  LoseDevice: z.strictObject({ connectionId }),
  ConfigureDevice: z.strictObject({ config }),
  ReportConfig: z.strictObject({ version: configVersion, applied: z.boolean(), code: code.optional() }),
  OfferFirmware: z.strictObject({ ...image, board, byHand: z.boolean().optional() }),
  /** What the device found when it had the whole image. */
  ReportImage: z.strictObject({ version: firmwareVersion, sha256, signatureValid: z.boolean(), slots }),
  /** How the first start from the new slot went. */
  ReportBoot: z.strictObject({ version: firmwareVersion, booted: z.boolean(), code: code.optional() }),
  /** At most one a minute, and no period twice. */
  ReportUsage: z.strictObject({
    from: at,
    to: at,
    interactions: z.array(interaction).max(INTERACTIONS.length),
    batteryLevel: percent.optional(),
    charging: z.boolean().optional(),
    rssi: z.int().min(-127).max(0).optional(),
  }),
  RetireDevice: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
});
export type DeviceCommand = CommandOf<typeof deviceCommands>;

export const REFUSALS = ['slots', 'sha256', 'signature'] as const;
export const deviceEvents = defineEvents({
  DeviceProvisioned: {
    operational: { serial: serialNumber, board, slots, firmwareVersion: firmwareVersion.optional(), location: location.optional(), credentialHash },
  },
  CredentialChanged: { operational: { credentialHash } },
  DevicePlaced: { operational: { location } },
  DeviceConnected: { operational: { connectionId, firmwareVersion, charging: z.boolean().optional() } },
  DeviceLost: { operational: { connectionId } },
  DeviceConfigured: { operational: { version: configVersion, config } },
  DeviceConfigApplied: { operational: { version: configVersion } },
  DeviceConfigRefused: { operational: { version: configVersion, code } },
  FirmwareOffered: { operational: image },
  FirmwareVerified: { operational: { version: firmwareVersion } },
  FirmwareRefused: { operational: { board, version: firmwareVersion, refusal: z.enum(REFUSALS) } },
  FirmwareApplied: { operational: { version: firmwareVersion, epoch } },
  FirmwareRolledBack: { operational: { board, version: firmwareVersion, code } },
  DeviceUsageSummarised: {
    operational: {
      from: at,
      to: at,
      interactions: z.array(interaction),
      batteryLevel: percent.optional(),
      charging: z.boolean().optional(),
      rssi: z.int().optional(),
    },
  },
  DeviceBatteryLow: { operational: { batteryLevel: percent } },
  DeviceRetired: { operational: { reason: z.string() } },
});
export type DeviceEvent = EventOf<typeof deviceEvents>;
export type StoredDeviceEvent = StoredEventOf<typeof deviceEvents>;
