import type { DialplanCommand } from '#domain/dialplan/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const dialplanPermits = {
  SetPhoneUser: ['admin'],
  RemovePhoneUser: ['admin'],
  SetCallRoute: ['admin'],
  RemoveCallRoute: ['admin'],
} as const satisfies Record<DialplanCommand['type'], Permit>;
