// A member: one person who may sign in to one tenant. The stream's id derives from the e-mail key, so nobody is invited twice.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { role } from '../kernel/roles.ts';

/** The hub-wide keyed digest (hex) of the e-mail: finds a member at sign-in while the log holds no e-mail. */
const emailKey = z.string().regex(/^[0-9a-f]{16,128}$/);
const email = z.email().max(254);
const name = z.string().trim().min(1).max(120);
/** 160 bits in base32. */
export const factorSecret = z.string().regex(/^[A-Z2-7]{32}$/, 'must be 32 characters of base32');
const recoveryHash = z.string().regex(/^[0-9a-f]{64}$/);
const passwordHash = z.string().startsWith('$argon2id$');

export const memberCommands = defineCommands({
  InviteMember: z.strictObject({ email, emailKey, name, roles: z.array(role).min(1), passwordHash: passwordHash.optional(), patientId: id.optional() }),
  /** Another mail to somebody who has chosen no password yet. */
  RenewInvitation: z.strictObject({}),
  SetPassword: z.strictObject({ passwordHash }),
  /** A second factor: what an authenticator app makes codes of, and the SHA-256 (hex) of each recovery code. */
  EnrolFactor: z.strictObject({ secret: factorSecret, recovery: z.array(recoveryHash).min(1).max(20) }),
  RemoveFactor: z.strictObject({}),
  GrantRole: z.strictObject({ role }),
  RevokeRole: z.strictObject({ role }),
  /** Revokes every role. The person may be given one again. */
  RemoveMember: z.strictObject({}),
});
export type MemberCommand = CommandOf<typeof memberCommands>;

export const memberEvents = defineEvents({
  /** `patientId` is set for a patient or companion: the only person they may see. */
  /** `byMail`: they are sent a link to choose a password. */
  MemberInvited: { operational: { emailKey, patientId: id.optional(), byMail: z.boolean().optional() }, personal: { email, name: z.string() } },
  InvitationRenewed: { operational: { emailKey } },
  PasswordSet: { personal: { passwordHash: z.string() } },
  FactorEnrolled: { personal: { secret: z.string(), recovery: z.array(z.string()) } },
  FactorRemoved: { operational: {} },
  RoleGranted: { operational: { role } },
  RoleRevoked: { operational: { role } },
});
export type MemberEvent = EventOf<typeof memberEvents>;
export type StoredMemberEvent = StoredEventOf<typeof memberEvents>;
