// Why personal data may go to one processor abroad. Of the tenant, never a tick of a patient's (KVKK art. 9).
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const MECHANISM_KINDS = ['adequacy', 'standard-contract', 'binding-rules', 'incidental'] as const;
const mechanism = {
  processor: z.string().trim().min(1).max(120),
  country: z.string().regex(/^[A-Z]{2}$/, 'two letters, such as US'),
  kind: z.enum(MECHANISM_KINDS),
  signedAt: z.iso.datetime(),
};
const reason = z.string().trim().min(1).max(2000);

export const transfermechanismCommands = defineCommands({
  RecordMechanism: z.strictObject(mechanism),
  /** The authority was notified of the contract. */
  NotifyMechanism: z.strictObject({ notifiedAt: z.iso.datetime() }),
  WarnOfMechanism: z.strictObject({}),
  EndMechanism: z.strictObject({ reason }),
});
export type MechanismCommand = CommandOf<typeof transfermechanismCommands>;

export const transfermechanismEvents = defineEvents({
  /** `notifyBy`: only a standard contract has to be notified. */
  MechanismRecorded: { operational: { ...mechanism, notifyBy: z.iso.datetime().optional() } },
  MechanismNotified: { operational: { notifiedAt: z.iso.datetime(), late: z.boolean() } },
  MechanismOverdue: { operational: { notifyBy: z.iso.datetime() } },
  MechanismEnded: { operational: { reason } },
});
export type MechanismEvent = EventOf<typeof transfermechanismEvents>;
export type StoredMechanismEvent = StoredEventOf<typeof transfermechanismEvents>;
