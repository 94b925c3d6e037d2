import type { FirmwareCommand } from '#domain/firmware/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const firmwarePermits = {
  TrustFirmwareKey: ['admin'],
  RevokeFirmwareKey: ['admin'],
  ReleaseFirmware: ['admin'],
  WidenRollout: ['admin'],
  PauseRollout: ['admin', 'coordinator'],
  ResumeRollout: ['admin'],
  WithdrawFirmware: ['admin'],
  ReportFirmwareFailure: ['system'],
} as const satisfies Record<FirmwareCommand['type'], Permit>;
