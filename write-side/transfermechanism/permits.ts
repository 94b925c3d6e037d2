import type { MechanismCommand } from '#domain/transfermechanism/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const transfermechanismPermits = {
  RecordMechanism: ['admin'],
  NotifyMechanism: ['admin'],
  WarnOfMechanism: ['system'],
  EndMechanism: ['admin'],
} as const satisfies Record<MechanismCommand['type'], Permit>;
