// A payment as Stripe tells it, as the hub's rules understand it.
import type Stripe from 'stripe';
import type { Truth } from '#domain/payment/messages.ts';

/** How our payment's id and tenant travel with everything that Stripe keeps for us. */
export const TAGS = { tenant: 'hub_tenant', payment: 'hub_payment' } as const;

const STATUS: Readonly<Record<string, Truth['status']>> = { succeeded: 'captured', requires_capture: 'authorised', canceled: 'failed' };
type Dispute = Pick<Stripe.Dispute, 'status'>;

/** Of several disputes the one that still counts. A warning that was closed took no money. */
function disputeOf(disputes: readonly Dispute[]): Truth['dispute'] {
  const words = disputes.map(({ status }) => (status === 'won' || status === 'warning_closed' ? 'won' : status === 'lost' ? 'lost' : 'open'));
  return words.find((word) => word === 'open') ?? words.find((word) => word === 'lost') ?? words[0] ?? 'none';
}

/** `intent` with its latest charge expanded. */
export function truthOf(intent: Stripe.PaymentIntent, disputes: readonly Dispute[]): Truth {
  const status = STATUS[intent.status] ?? 'open';
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge;
  return {
    providerPaymentId: intent.id,
    reference: intent.metadata[TAGS.payment] ?? '',
    status,
    amount: status === 'captured' ? intent.amount_received : intent.amount,
    currency: intent.currency.toUpperCase(),
    refunded: charge?.amount_refunded ?? 0,
    dispute: disputeOf(disputes),
  };
}

/** A session that ended before anybody paid: this attempt is over. */
export const nobodyPaid = (session: Stripe.Checkout.Session): Truth => ({
  ...{ providerPaymentId: session.id, reference: session.client_reference_id ?? '', status: 'failed', refunded: 0, dispute: 'none' },
  ...{ amount: session.amount_total ?? 0, currency: (session.currency ?? '').toUpperCase() },
});
