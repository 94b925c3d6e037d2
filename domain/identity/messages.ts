// Whose an identity is, one stream for each, so that no two people have one: an identity of another system (a passport, a chart number), or a
// contact (a phone number, an account, a page's visitor, somebody before a device). The stream's id is a digest under the tenant's key.
import { z } from 'zod';
import type { ConversationCommand } from '../conversation/messages.ts';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

type Channel = Extract<ConversationCommand, { type: 'StartConversation' }>['data']['channel'];
export const CONTACT_CHANNELS = ['web', 'whatsapp', 'instagram', 'arma', 'phone', 'sms'] as const satisfies readonly Channel[];
export const HOLDERS = ['patient', 'lead'] as const;

const channel = z.enum(CONTACT_CHANNELS);
const holder = { holderKind: z.enum(HOLDERS), holderId: id };
const former = { formerKind: z.enum(HOLDERS), formerId: id };
const reason = z.string().trim().min(1).max(1000);
/** The contact's conversations, one a channel, whether they were begun or not. */
const conversations = z.array(id).max(10);
const held = z.strictObject({ patientId: id });

export const identityCommands = defineCommands({
  ClaimIdentity: held,
  /** `changedHands`: why it is no longer that of whoever has it now. `contactId`: under whose key what is said from now on is kept, for the holder number `turn`. */
  LinkContact: z.strictObject({
    channel,
    identity: z.string().trim().min(1).max(255),
    ...holder,
    changedHands: reason.optional(),
    contactId: id,
    conversations,
    turn: z.int().min(0),
  }),
  /** It was linked to the wrong one: what was said goes along. */
  MoveContact: z.strictObject({ ...holder, reason }),
  /** It was linked by mistake, and nobody knows to whom it belongs. */
  UnlinkContact: z.strictObject({ reason }),
});
export type IdentityCommand = CommandOf<typeof identityCommands>;

const was = { contactId: id, conversations, ...former };
export const identityEvents = defineEvents({
  IdentityClaimed: { operational: { patientId: id } },
  ContactLinked: { operational: { channel, contactId: id, conversations, ...holder }, personal: { identity: z.string() } },
  ContactMoved: { operational: { ...was, ...holder }, personal: { reason } },
  ContactUnlinked: { operational: was, personal: { reason } },
  /** It is somebody else's from now on; what was said stays with whom it was said to. */
  ContactChangedHands: { operational: was, personal: { reason } },
});
export type IdentityEvent = EventOf<typeof identityEvents>;
export type StoredIdentityEvent = StoredEventOf<typeof identityEvents>;
