// What the hub needs of a provider that carries messages. An adapter exists for each; whose account it uses is the tenant's own.
import type { ProviderName } from '#domain/adapter/providers.ts';
import type { Author, Channel } from '#domain/conversation/channels.ts';
import type { Content, MessageKind, Template } from '#domain/conversation/messages.ts';
import type { Connection } from '#write-side/adapter/connections.ts';

export type Outgoing = {
  /** Travel with the message where the provider lets them, and come back with what it tells of it. */
  readonly conversationId: string;
  readonly messageId: string;
  /** The contact as the channel knows them. */
  readonly to: string;
  readonly author: Author;
  /** The customer wrote so long ago that only a person may still answer. */
  readonly isLate: boolean;
  readonly kind: MessageKind;
  readonly content: Content;
  readonly template?: Template;
  /** Whose values these are, for what is written down when they go abroad. */
  readonly about: {
    readonly persons: { readonly id: string; readonly fields: string[]; readonly health: boolean }[];
    readonly purpose: 'care-coordination';
    readonly correlation: string;
  };
};
export type Carrier = {
  /**
   * Answers the provider's id once it has taken the message. Throws HubError: `unavailable` with `effect: 'none'` in its detail when it has
   * surely not taken it, and may later (`retryAfter`: s); `unavailable` otherwise when nobody knows; anything else when it never will, `code` why.
   */
  readonly send: (connection: Connection, message: Outgoing) => Promise<{ readonly externalId: string }>;
};
export type Carriers = Readonly<Partial<Record<Channel, { readonly provider: ProviderName; readonly carrier: Carrier }>>>;
