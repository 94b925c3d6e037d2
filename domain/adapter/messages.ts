// An adapter: a tenant's own account at an outside service, and what came from there that nobody could take. Its id derives from the
// provider's name, so a tenant has one account of each.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { providerName } from './providers.ts';

const texts = z.record(z.string().max(40), z.string().max(1000));
const account = z.string().min(1).max(200);
const reason = z.string().trim().min(1).max(500);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const code = z.string().regex(/^[\w.-]{1,64}$/);
const nothing = z.strictObject({});
/** discarded: a person looked at it and wants nothing of it. retried: it was taken after all. */
export const PARKED_ENDS = ['retried', 'discarded'] as const;

export const adapterCommands = defineCommands({
  /** Also replaces what was connected before; the address of its webhooks stays. */
  ConnectAdapter: z.strictObject({ provider: providerName, account, settings: texts, secrets: texts }),
  /** The secrets before them still check webhooks for a day. */
  RotateSecrets: z.strictObject({ secrets: texts }),
  /** A new address for webhooks; the one before it works for a day. */
  RotateHook: nothing,
  DisableAdapter: z.strictObject({ reason }),
  /** What the provider said when the hub asked whether the account answers; `code`: what is wrong. */
  TestAdapter: z.strictObject({ ok: z.boolean(), code: code.optional() }),
  /** A genuine webhook about an account that is not this tenant's. */
  RejectWebhook: z.strictObject({ digest, account }),
  /** A genuine webhook, or a part of one, that the hub could not take. */
  ParkWebhook: z.strictObject({ webhookId: id, code, digest, body: z.string().max(4_000_000) }),
  EndParked: z.strictObject({ webhookId: id, how: z.enum(PARKED_ENDS) }),
});
export type AdapterCommand = CommandOf<typeof adapterCommands>;

export const adapterEvents = defineEvents({
  AdapterConnected: { operational: { provider: providerName, account, settings: texts, hook: z.int() }, personal: { secrets: texts } },
  SecretsRotated: { personal: { secrets: texts } },
  /** `hook` numbers the addresses; the address itself is derived from it and stored nowhere. */
  HookRotated: { operational: { hook: z.int() } },
  AdapterTested: { operational: { ok: z.boolean(), code: code.optional() } },
  AdapterDisabled: { operational: { reason } },
  WebhookRejected: { operational: { digest, account } },
  WebhookParked: { operational: { webhookId: id, code, digest }, personal: { body: z.string() } },
  ParkedEnded: { operational: { webhookId: id, how: z.enum(PARKED_ENDS) } },
});
export type AdapterEvent = EventOf<typeof adapterEvents>;
export type StoredAdapterEvent = StoredEventOf<typeof adapterEvents>;
