// What credentials that are not people's may do. A scope opens the routes that name it and nothing else, so it is narrower than any role.
import { z } from 'zod';

/** widget: a chat on somebody's website. device: such as an ARMA. service: a program of the tenant or of a partner. */
export const CREDENTIAL_KINDS = ['widget', 'device', 'service'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** Whom a scope may be given to. */
export const SCOPES = {
  /** Speak as a customer, and read one's own conversation. */
  chat: ['widget', 'device'],
  offerings: ['widget', 'device', 'service'],
  availability: ['widget', 'device', 'service'],
  /** A device about itself. */
  device: ['device'],
  'conversations.read': ['service'],
  'conversations.write': ['service'],
  'appointments.write': ['service'],
  'leads.write': ['service'],
} as const satisfies Record<string, readonly CredentialKind[]>;
export type Scope = keyof typeof SCOPES;
export const scope = z.enum(Object.keys(SCOPES) as [Scope, ...Scope[]]);

export const mayHave = (kind: CredentialKind, one: Scope): boolean => (SCOPES[one] as readonly CredentialKind[]).includes(kind);
/** A device has no key that somebody chose scopes for. */
export const DEVICE_SCOPES: readonly Scope[] = ['chat', 'offerings', 'availability', 'device'];

/** A customer whom a widget or device speaks for, and the one conversation that is theirs. */
export type Customer = { readonly identity: string; readonly contactId: string; readonly conversationId: string };
/** Who asks when it is not a person. `origins`: the only web pages a widget may be on. */
export type Credential = {
  readonly tenant: string;
  readonly kind: CredentialKind;
  readonly id: string;
  readonly scopes: readonly Scope[];
  readonly origins: readonly string[];
  readonly customer?: Customer;
  /** Milliseconds; a key lasts until it is revoked or over, a device's token for minutes. */
  readonly expiresAt?: number;
};
