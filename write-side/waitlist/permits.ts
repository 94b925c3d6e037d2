import type { WaitlistCommand } from '#domain/waitlist/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const waitlistPermits = {
  JoinWaitlist: ['coordinator', 'doctor', 'nurse', 'patient', 'companion', 'agent', 'device'],
  LeaveWaitlist: ['coordinator', 'doctor', 'nurse', 'patient', 'companion', 'agent'],
  OfferFreedTime: ['system'],
  ReturnToWaitlist: ['system'],
} as const satisfies Record<WaitlistCommand['type'], Permit>;
