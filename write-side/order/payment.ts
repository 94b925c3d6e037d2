// An order's payment: asked for when everything is reserved, heard of when the provider says so, and sent back when the order is over.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StoredOrderEvent } from '#domain/order/messages.ts';
import type { StoredPaymentEvent } from '#domain/payment/messages.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

type OfOrder = Extract<StoredOrderEvent, { type: 'OrderPaymentRequested' | 'OrderCancelled' | 'OrderReturned' | 'OrderPaidTooLate' }>;
type OfPayment = Extract<StoredPaymentEvent, { type: 'PaymentCaptured' | 'PaymentFailed' }>;

/** An order has one payment. */
export const paymentOf = (orderId: string): string => derivedId('payment', orderId);

/** `amount` absent: all that is left. */
const sendBack = ({ id, stream: { tenant } }: Recorded, paymentId: string, amount?: number): Order => ({
  to: { tenant, slice: 'payment', id: paymentId },
  command: { type: 'RefundPayment', data: { refundId: derivedId('refund', id), ...(amount !== undefined && { amount }) } },
});

function reactToPayment({ type, data, stream: { tenant, id: paymentId } }: Recorded<OfPayment>): Order | undefined {
  if (!data.orderId) return undefined;
  const to = { tenant, slice: 'order', id: data.orderId };
  return type === 'PaymentCaptured'
    ? { to, command: { type: 'PayOrder', data: { paymentId, amount: data.amount } } }
    : { to, command: { type: 'FailOrderPayment', data: { paymentId } } };
}

function react(recorded: Recorded): Order | undefined {
  if (recorded.stream.slice === 'payment') return reactToPayment(recorded as Recorded<OfPayment>);
  const { type, data, stream } = recorded as Recorded<OfOrder>;
  if (type === 'OrderPaidTooLate') return sendBack(recorded, data.paymentId);
  if (type !== 'OrderPaymentRequested') return data.refund && sendBack(recorded, data.refund.paymentId, data.refund.amount);
  const { paymentId, provider, amount, currency, contactId, expiresAt } = data;
  const about = { purpose: 'order', orderId: stream.id, reference: paymentId, capture: 'automatic' };
  const command = { type: 'RequestPayment', data: { ...about, provider, amount, currency, contactId, expiresAt } };
  return { to: { tenant: stream.tenant, slice: 'payment', id: paymentId }, command };
}

export const orderPayment: Reactor = {
  name: 'order-payment',
  types: ['OrderPaymentRequested', 'OrderCancelled', 'OrderReturned', 'OrderPaidTooLate', 'PaymentCaptured', 'PaymentFailed'],
  react,
};
