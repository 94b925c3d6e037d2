import type { FollowUpCommand } from '#domain/followup/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const followupPermits = {
  StartFollowUp: ['system'],
  CallCheckIn: ['system'],
  MissCheckIn: ['system'],
  RecordCheckIn: ['patient', 'nurse', 'doctor', 'coordinator'],
  EscalateCheckIn: ['patient', 'nurse', 'doctor', 'coordinator'],
  FinishFollowUp: ['nurse', 'doctor', 'coordinator'],
} as const satisfies Record<FollowUpCommand['type'], Permit>;
