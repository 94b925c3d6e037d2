// The firmware of one kind of board: whose signatures count, what was released, and how far each release is rolled out.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const board = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const version = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,6}(-[\w.]{1,20})?$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const epoch = z.int().min(0);
const percent = z.int().min(0).max(100);
/** SHA-256 (hex) of the public key in SPKI form. */
const keyId = sha256;
/** Base64 of the SPKI form of a P-256 public key. */
const publicKey = z.string().regex(/^[A-Za-z0-9+/]{40,400}={0,2}$/);
/** Base64 of the DER form of an ECDSA signature over the manifest. */
const signature = z.string().regex(/^[A-Za-z0-9+/]{80,160}={0,2}$/);
const reason = z.string().trim().min(1).max(500);
const release = {
  version,
  epoch,
  sha256,
  bytes: z
    .int()
    .min(1)
    .max(64 * 1024 * 1024),
  url: z.url({ protocol: /^https$/ }).max(1000),
  keyId,
  signature,
};
/** So many devices that failed stop the rollout by itself. */
const failureLimit = z.int().min(1).max(10_000);

export const firmwareCommands = defineCommands({
  TrustFirmwareKey: z.strictObject({ board, keyId, publicKey }),
  /** Withdraws every release that the key signed. */
  RevokeFirmwareKey: z.strictObject({ keyId, reason }),
  ReleaseFirmware: z.strictObject({ ...release, failureLimit: failureLimit.default(3) }),
  WidenRollout: z.strictObject({ version, percent }),
  PauseRollout: z.strictObject({ version, reason }),
  ResumeRollout: z.strictObject({ version }),
  WithdrawFirmware: z.strictObject({ version, reason }),
  ReportFirmwareFailure: z.strictObject({ version, deviceId: id }),
});
export type FirmwareCommand = CommandOf<typeof firmwareCommands>;

export const firmwareEvents = defineEvents({
  FirmwareKeyTrusted: { operational: { board, keyId, publicKey } },
  FirmwareKeyRevoked: { operational: { keyId, reason: z.string() } },
  FirmwareReleased: { operational: { ...release, failureLimit } },
  RolloutWidened: { operational: { version, percent } },
  /** `pausedBy`: somebody, or the hub because too many devices failed. */
  RolloutPaused: { operational: { version, pausedBy: z.enum(['person', 'failures']), reason: z.string() } },
  RolloutResumed: { operational: { version } },
  FirmwareWithdrawn: { operational: { version, reason: z.string() } },
  FirmwareFailed: { operational: { version, deviceId: id } },
});
export type FirmwareEvent = EventOf<typeof firmwareEvents>;
export type StoredFirmwareEvent = StoredEventOf<typeof firmwareEvents>;
