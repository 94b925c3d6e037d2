// Who a contact is: ids derived from keyed digests, so that neither a stream's name nor a message's id tells a phone number. A number that
// changed hands is another contact, with conversations of its own: whoever has it now reads nothing of whoever had it before.
import { CHANNELS, type Channel } from '#domain/conversation/channels.ts';
import type { Holder } from '#domain/identity/decider.ts';
import { identitySlice } from '#domain/identity/slice.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { look } from '#write-side/kernel/look.ts';

/** Channels that know people by their phone number know the same person. */
const BY_PHONE: ReadonlySet<Channel> = new Set(['whatsapp', 'phone', 'sms']);
/** A provider that hides the number gives an id with letters instead. */
const isPhone = (channel: Channel, identity: string) => BY_PHONE.has(channel) && !/\p{L}/u.test(identity);
const normal = (channel: Channel, identity: string) =>
  isPhone(channel, identity) ? `phone:${identity.replaceAll(/\D/g, '').replace(/^00/, '')}` : `${channel}:${identity}`;

/** Under `contactId` is kept what is said, in one conversation for each of its channels. */
export type Turn = { readonly contactId: string; readonly conversations: Readonly<Partial<Record<Channel, string>>> };
export type Contact = {
  /** Where it stands whose it is. */
  readonly stream: StreamId;
  readonly turn: number;
  /** Whose it is, when somebody said so. */
  readonly holder?: Holder;
  readonly contactId: string;
  readonly conversation: StreamId;
  /** The ids at its turn number `n`: it changed hands so often. */
  readonly at: (n: number) => Turn;
};
export type Contacts = {
  readonly of: (tenant: string, channel: Channel, identity: string) => Promise<Contact>;
  /** The id of an incoming message, the same however often its provider delivers it. */
  readonly messageId: (tenant: string, channel: Channel, externalId: string) => Promise<string>;
  /** What stands in the log for a provider's message id. */
  readonly externalKey: (tenant: string, channel: Channel, externalId: string) => Promise<string>;
};

function turnOf(digest: string, channels: readonly Channel[], n: number): Turn {
  const which = n === 0 ? [] : [String(n)];
  const conversations = Object.fromEntries(channels.map((channel) => [channel, derivedId('conversation', channel, digest, ...which)]));
  return { contactId: derivedId('contact', digest, ...which), conversations };
}

export function makeContacts({ store, tenantDigest }: { store: StreamReader; tenantDigest: TenantDigest }): Contacts {
  const externalKey: Contacts['externalKey'] = (tenant, channel, externalId) => tenantDigest(tenant, 'message.external', `${channel}:${externalId}`);
  return {
    of: async (tenant, channel, identity) => {
      const digest = await tenantDigest(tenant, 'contact.identity', normal(channel, identity));
      const channels = isPhone(channel, identity) ? CHANNELS.filter((one) => BY_PHONE.has(one)) : [channel];
      const stream = { tenant, slice: 'identity', id: derivedId('contact', digest) };
      const at = (n: number) => turnOf(digest, channels, n);
      const { turn, link } = await look(store, identitySlice, stream);
      const { contactId, conversations } = at(turn);
      const conversation = { tenant, slice: 'conversation', id: conversations[channel]! };
      return { stream, turn, contactId, conversation, at, ...(link && { holder: { holderKind: link.holderKind, holderId: link.holderId } }) };
    },
    messageId: async (...message) => derivedId('message', await externalKey(...message)),
    externalKey,
  };
}
