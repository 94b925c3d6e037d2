import { anyDeadlines, END_ALL } from '../kernel/deadline.ts';
import type { StoredAuthorisationEvent } from './messages.ts';
import { expiresAt, warnsAt } from './validity.ts';

export const authorisationDeadlines = anyDeadlines<StoredAuthorisationEvent>({
  AuthorisationRecorded: ({ data }) => ({
    set: [
      { name: 'authorisation-warns', at: warnsAt(data), command: { type: 'WarnOfAuthorisation', data: {} } },
      { name: 'authorisation-expires', at: expiresAt(data), command: { type: 'ExpireAuthorisation', data: {} } },
    ],
  }),
  AuthorisationExpiring: () => ({ end: ['authorisation-warns'] }),
  AuthorisationExpired: () => END_ALL,
  AuthorisationRevoked: () => END_ALL,
});
