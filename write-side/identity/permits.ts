import type { IdentityCommand } from '#domain/identity/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const identityPermits = {
  ClaimIdentity: ['system'],
  LinkContact: ['coordinator', 'doctor', 'nurse'],
  MoveContact: ['coordinator', 'doctor'],
  UnlinkContact: ['coordinator', 'doctor'],
} as const satisfies Record<IdentityCommand['type'], Permit>;
