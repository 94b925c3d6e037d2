import type { ScheduleCommand } from '#domain/schedule/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const schedulePermits = {
  SetAvailability: ['admin', 'coordinator'],
  SetBookingRules: ['admin', 'coordinator'],
  BlockTime: ['admin', 'coordinator', 'doctor', 'nurse'],
  UnblockTime: ['admin', 'coordinator', 'doctor', 'nurse'],
} as const satisfies Record<ScheduleCommand['type'], Permit>;
