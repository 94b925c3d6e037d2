// Payments by Stripe: a Checkout session for each request, its payment intent taken, captured and paid back. Every key derives from what the
// hub itself decided, so a call that is repeated acts once; where a key may have expired, Stripe is asked whether it was done.
import type Stripe from 'stripe';
import { HubError } from '#domain/kernel/errors.ts';
import type { Guard } from '#infra/calls/guard.ts';
import type { Connection } from '#write-side/adapter/connections.ts';
import type { PaymentAsk, PaymentProvider } from '#write-side/payment/ports.ts';
import { asked } from './client.ts';
import { nobodyPaid, TAGS, truthOf } from './truth.ts';

const KEY_TAG = 'hub_key';

export type StripePaymentDeps = { readonly stripe: Stripe; readonly connection: Connection; readonly guard: Guard };
export function makeStripePayments({ stripe, connection, guard }: StripePaymentDeps): PaymentProvider {
  const { tenant, provider, settings } = connection;
  const call = <T>(operation: string, work: () => Promise<T>) => guard.call({ tenant, provider }, operation, work);

  /** Without its expiry, which a repeat might ask otherwise: a session that is paid too late is the hub's to send back. */
  function sessionFor({ reference, amount, currency, capture }: PaymentAsk): Stripe.Checkout.SessionCreateParams {
    const metadata = { [TAGS.tenant]: tenant, [TAGS.payment]: reference };
    return {
      mode: 'payment',
      client_reference_id: reference,
      metadata,
      payment_intent_data: { capture_method: capture === 'manual' ? 'manual' : 'automatic', metadata },
      line_items: [{ quantity: 1, price_data: { currency: currency.toLowerCase(), unit_amount: amount, product_data: { name: `№ ${reference.slice(-12)}` } } }],
      success_url: settings['returnUrl']!,
      cancel_url: settings['returnUrl']!,
    };
  }
  const intentOf = (id: string) => asked(stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }));

  async function captureOnce(id: string, key: string): Promise<void> {
    try {
      await asked(stripe.paymentIntents.capture(id, {}, { idempotencyKey: key }));
    } catch (error) {
      // Refused because it is taken already: then it is as it should be.
      if (!(error instanceof HubError && error.kind === 'conflict') || (await intentOf(id)).status !== 'succeeded') throw error;
    }
  }
  async function refundOnce(id: string, amount: number, key: string): Promise<void> {
    const done = await asked(stripe.refunds.list({ payment_intent: id, limit: 100 }));
    if (done.data.some(({ metadata }) => metadata?.[KEY_TAG] === key)) return;
    await asked(stripe.refunds.create({ payment_intent: id, amount, metadata: { [KEY_TAG]: key } }, { idempotencyKey: key }));
  }
  async function truthsOf(id: string) {
    const session = await asked(stripe.checkout.sessions.retrieve(id));
    const intentId = typeof session.payment_intent === 'string' ? session.payment_intent : session.payment_intent?.id;
    if (!intentId) return session.status === 'expired' ? [nobodyPaid(session)] : [];
    const intent = await intentOf(intentId);
    const isDisputed = typeof intent.latest_charge === 'object' && intent.latest_charge?.disputed;
    const disputes = isDisputed ? (await asked(stripe.disputes.list({ payment_intent: intentId, limit: 100 }))).data : [];
    return [truthOf(intent, disputes)];
  }

  return {
    open: (ask) =>
      call('open', async () => {
        const { id, url } = await asked(stripe.checkout.sessions.create(sessionFor(ask), { idempotencyKey: `open ${tenant} ${ask.reference}` }));
        return { session: id, ...(url && { url }) };
      }),
    retrieve: (session) => call('retrieve', () => truthsOf(session)),
    capture: (id, key) => call('capture', () => captureOnce(id, `capture ${key}`)),
    refund: (id, amount, key) => call('refund', () => refundOnce(id, amount, `refund ${key}`)),
  };
}
