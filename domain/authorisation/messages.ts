// A permit to do health tourism, with the days it is valid: of a facility by the Ministry, of an intermediary by USHAŞ, or an accreditation.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const AUTHORISATION_KINDS = ['ministry-facility', 'ushas-intermediary', 'tuska-accreditation', 'ministry-certificate'] as const;
const kind = z.enum(AUTHORISATION_KINDS);
const reason = z.string().trim().min(1).max(2000);
const permit = { kind, number: z.string().trim().min(1).max(80), validFrom: z.iso.date(), validTo: z.iso.date() };

export const authorisationCommands = defineCommands({
  RecordAuthorisation: z.strictObject(permit),
  WarnOfAuthorisation: z.strictObject({}),
  ExpireAuthorisation: z.strictObject({}),
  RevokeAuthorisation: z.strictObject({ reason }),
});
export type AuthorisationCommand = CommandOf<typeof authorisationCommands>;

const until = { operational: { validTo: z.iso.date() } };
export const authorisationEvents = defineEvents({
  AuthorisationRecorded: { operational: permit },
  AuthorisationExpiring: until,
  AuthorisationExpired: until,
  AuthorisationRevoked: { operational: { reason } },
});
export type AuthorisationEvent = EventOf<typeof authorisationEvents>;
export type StoredAuthorisationEvent = StoredEventOf<typeof authorisationEvents>;
