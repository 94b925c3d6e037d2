// What the hub needs of a provider that tells it things by webhook. The adapter knows the provider's words; what they lead to is decided here.
import type { Channel } from '#domain/conversation/channels.ts';
import type { Report } from '#domain/conversation/delivery.ts';
import type { Content, messageKind } from '#domain/conversation/messages.ts';
import type { ProviderName } from '#domain/adapter/providers.ts';
import type { Answer } from '#domain/kernel/route.ts';
import type { z } from 'zod';
import type { Connection } from './connections.ts';

export type HookRequest = {
  /** Exactly what came. */
  readonly body: Uint8Array;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The address as the provider knows it; some sign it. */
  readonly url: string;
  readonly at: Date;
};
type Said = { readonly id: string; readonly identity: string; readonly type: z.infer<typeof messageKind>; readonly content: Content; readonly sentAt?: string };
/** One thing a provider tells. `id`: the provider's own, by which a repeat is known; ours are given back as we sent them. */
export type Heard =
  | { readonly kind: 'payment'; readonly id: string; readonly paymentId: string; readonly source: 'webhook' | 'return' }
  | ({ readonly kind: 'message'; readonly channel: Channel; readonly name?: string } & Said)
  /** Somebody of the tenant answered in the channel's own app, or the channel tells us what we sent ourselves. */
  | ({ readonly kind: 'echo'; readonly channel: Channel; readonly sentAt: string } & Said)
  | {
      readonly kind: 'delivery';
      readonly channel: Channel;
      readonly id: string;
      readonly identity: string;
      readonly ours?: { readonly conversationId: string; readonly messageId: string };
      readonly status: Report;
      readonly at: string;
      readonly code?: string;
    };
/** `account`: whose it is, as the provider says; undefined where the provider's words do not tell. */
export type HeardOf = { readonly account?: string; readonly heard: Heard };

export type HookAdapter = {
  /** Whether the provider signed it, with a secret that still holds, lately. Compares in constant time. */
  readonly isGenuine: (connection: Connection, request: HookRequest) => boolean;
  /** What it says, without what is none of the hub's business. May ask the provider; throws HubError `unavailable` then, anything else for what it cannot read. */
  readonly read: (connection: Connection, request: HookRequest) => readonly HeardOf[] | Promise<readonly HeardOf[]>;
  /** When the provider wants another answer than 200. */
  readonly answer?: (connection: Connection, request: HookRequest) => Answer;
  /** Answers the provider's question whether this address is ours; undefined when it is not asked rightly. */
  readonly challenge?: (connection: Connection, query: HookRequest['query']) => string | undefined;
};
export type HookAdapters = Readonly<Partial<Record<ProviderName, HookAdapter>>>;

/** Asks the provider something harmless: the names it has for the account that the secrets open. Throws HubError when it does not answer. */
export type Check = (connection: Connection) => Promise<readonly string[]>;
export type Checks = Readonly<Partial<Record<ProviderName, Check>>>;

export type HookOutcome = 'taken' | 'ignored' | 'parked' | 'unsigned' | 'foreign' | 'unavailable';
export type ObserveHook = (provider: string, outcome: HookOutcome) => void;
