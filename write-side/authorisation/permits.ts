import type { AuthorisationCommand } from '#domain/authorisation/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const authorisationPermits = {
  RecordAuthorisation: ['admin'],
  WarnOfAuthorisation: ['system'],
  ExpireAuthorisation: ['system'],
  RevokeAuthorisation: ['admin'],
} as const satisfies Record<AuthorisationCommand['type'], Permit>;
