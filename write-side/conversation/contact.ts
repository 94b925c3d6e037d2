// Who a contact is: ids derived from keyed digests, so that neither a stream's name nor a message's id tells a phone number.
import type { Channel } from '#domain/conversation/channels.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

/** Channels that know people by their phone number know the same person. */
const BY_PHONE: ReadonlySet<Channel> = new Set(['whatsapp', 'phone', 'sms']);
/** A provider that hides the number gives an id with letters instead. */
const normal = (channel: Channel, identity: string) =>
  BY_PHONE.has(channel) && !/\p{L}/u.test(identity) ? `phone:${identity.replaceAll(/\D/g, '').replace(/^00/, '')}` : `${channel}:${identity}`;

export type Contacts = {
  /** The contact, whose key seals what is said, and their one conversation on this channel. */
  readonly of: (tenant: string, channel: Channel, identity: string) => Promise<{ contactId: string; conversation: StreamId }>;
  /** The id of an incoming message, the same however often its provider delivers it. */
  readonly messageId: (tenant: string, channel: Channel, externalId: string) => Promise<string>;
  /** What stands in the log for a provider's message id. */
  readonly externalKey: (tenant: string, channel: Channel, externalId: string) => Promise<string>;
};

export function makeContacts(tenantDigest: TenantDigest): Contacts {
  const externalKey: Contacts['externalKey'] = (tenant, channel, externalId) => tenantDigest(tenant, 'message.external', `${channel}:${externalId}`);
  return {
    of: async (tenant, channel, identity) => {
      const digest = await tenantDigest(tenant, 'contact.identity', normal(channel, identity));
      return { contactId: derivedId('contact', digest), conversation: { tenant, slice: 'conversation', id: derivedId('conversation', channel, digest) } };
    },
    messageId: async (...message) => derivedId('message', await externalKey(...message)),
    externalKey,
  };
}
