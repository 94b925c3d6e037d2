// Stripe's webhooks: signed over the raw bytes and a time, and no more to us than a hint to ask how a payment stands.
import Stripe from 'stripe';
import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import type { Guard } from '#infra/calls/guard.ts';
import type { Connection } from '#write-side/adapter/connections.ts';
import type { HookAdapter } from '#write-side/adapter/ports.ts';
import { asked } from './client.ts';
import { TAGS } from './truth.ts';

const TOLERANCE_S = 300;
const event = z.object({
  id: z.string().min(1).max(200),
  type: z.string(),
  account: z.string().optional(),
  data: z.object({ object: z.looseObject({ metadata: z.record(z.string(), z.string()).nullish(), payment_intent: z.string().nullish() }) }),
});
/** What may change how a payment stands. */
const ABOUT_PAYMENTS = /^(checkout\.session|payment_intent|charge|refund)\./;

type Deps = { readonly client: (connection: Connection) => Stripe; readonly guard: Guard };
export function makeStripeHook({ client, guard }: Deps): HookAdapter {
  const signature = Stripe.webhooks.signature!;

  /** A dispute and a refund do not carry our tags; their payment intent does. */
  async function tagsOf(
    connection: Connection,
    { metadata, payment_intent: intent }: z.infer<typeof event>['data']['object'],
  ): Promise<Record<string, string>> {
    if (metadata?.[TAGS.payment] || !intent) return metadata ?? {};
    const found = await guard.call(connection, 'retrieve', () => asked(client(connection).paymentIntents.retrieve(intent)));
    return found.metadata;
  }

  return {
    isGenuine: ({ signing }, { body, headers, at }) =>
      signing.some(({ webhookSecret }) => {
        try {
          return signature.verifyHeader(Buffer.from(body), headers['stripe-signature'] ?? '', webhookSecret!, TOLERANCE_S, undefined, at.getTime());
        } catch {
          return false;
        }
      }),
    read: async (connection, { body }) => {
      const { id: eventId, type, account, data } = event.parse(JSON.parse(Buffer.from(body).toString()));
      if (!ABOUT_PAYMENTS.test(type)) return [];
      const tags = await tagsOf(connection, data.object);
      // Another system, or another tenant, may share the account: what carries no tag of ours is none of our business.
      const paymentId = id.safeParse(tags[TAGS.payment]);
      if (tags[TAGS.tenant] !== connection.tenant || !paymentId.success) return [];
      return [{ ...(account && { account }), heard: { kind: 'payment', id: eventId, paymentId: paymentId.data, source: 'webhook' } }];
    },
  };
}
