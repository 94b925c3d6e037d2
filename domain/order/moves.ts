// How an order comes about and ends. Each rule is a refusal, or the events of the move.
import { type Given, isRejection, type Rejection, reject } from '../kernel/decider.ts';
import { MINUTES, plusMinutes } from '../kernel/instants.ts';
import type { CANCELLATIONS, OrderCommand, OrderEvent, PAYMENT_METHODS } from './messages.ts';
import { type KnownOrder, stockOf, touched } from './state.ts';
import { price } from './totals.ts';

export type Decided = OrderEvent[] | Rejection;
type DataOf<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>['data'];

/** How long stock is kept for an order that is not paid, by how it will be. */
const MINUTES_TO_PAY: Readonly<Record<(typeof PAYMENT_METHODS)[number], number>> = { credit_card: 30, bank_transfer: 3 * MINUTES.day, cash: MINUTES.day };

const MAY_DISCOUNT = ['coordinator', 'finance'];

export function place({ lines, discount = 0, ...asked }: DataOf<'PlaceOrder'>, { at, by }: Given): Decided {
  if (discount > 0 && !(by.kind === 'staff' && MAY_DISCOUNT.includes(by.role))) return reject('order.role-may-not', { roles: MAY_DISCOUNT });
  const pricing = price(lines, discount, at);
  if (isRejection(pricing)) return pricing;
  const { contactId, patientId, customer, notes, paymentMethod, channel, timezone } = asked;
  const [next] = stockOf(pricing.lines);
  const expiresAt = plusMinutes(at, MINUTES_TO_PAY[paymentMethod]);
  const about = {
    contactId,
    ...(patientId && { patientId }),
    customer,
    ...(notes && { notes }),
    paymentMethod,
    ...(channel && { channel }),
    timezone,
    expiresAt,
  };
  const { totals, currency } = pricing;
  const placed: OrderEvent = { type: 'OrderPlaced', data: { ...about, lines: [...pricing.lines], totals, currency, ...(next && { next }) } };
  return next ? [placed] : [placed, { type: 'OrderSecured', data: {} }];
}

/** One line after another, always in the same order: of two orders that need the same last pieces, one gets them all. */
export function recordReservation(order: KnownOrder, { offeringId, reserved }: DataOf<'RecordReservation'>): Decided {
  if (order.status !== 'pending' || order.awaiting?.offeringId !== offeringId) return [];
  if (!reserved) return cancel(order, 'out-of-stock');
  const all = stockOf(order.lines);
  const next = all[all.findIndex((stock) => stock.offeringId === offeringId) + 1];
  const event: OrderEvent = { type: 'OrderStockReserved', data: { offeringId, ...(next && { next }) } };
  return next ? [event] : [event, { type: 'OrderSecured', data: {} }];
}

export function requestPayment(order: KnownOrder, { paymentId, provider }: DataOf<'RequestOrderPayment'>): Decided {
  if (order.payment) return [];
  if (order.status !== 'pending') return reject('order.not-pending', { status: order.status });
  if (!order.isSecured) return reject('order.not-secured');
  const { totals, currency, contactId, expiresAt } = order;
  return [{ type: 'OrderPaymentRequested', data: { paymentId, provider, amount: totals.total, currency, contactId, expiresAt } }];
}

const yearIn = (timezone: string, at: string): number => Number(new Intl.DateTimeFormat('en', { timeZone: timezone, year: 'numeric' }).format(new Date(at)));

/** Money that comes when the order is over, or a second time, must go back. */
export function pay(order: KnownOrder, { paymentId, amount }: DataOf<'PayOrder'>, { at }: Given): Decided {
  const isOwn = order.payment?.paymentId === paymentId;
  if ((isOwn && order.payment!.paid > 0) || order.late.includes(paymentId)) return [];
  if (!isOwn || order.status !== 'pending') return [{ type: 'OrderPaidTooLate', data: { paymentId, amount } }];
  if (amount !== order.totals.total) return reject('order.amount-differs', { amount, total: order.totals.total });
  return [{ type: 'OrderPaid', data: { paymentId, amount, year: yearIn(order.timezone, at), stock: touched(order) } }];
}

export function cancel(order: KnownOrder, why: (typeof CANCELLATIONS)[number], note?: string): Decided {
  if (order.status === 'cancelled') return [];
  if (order.status !== 'pending' && order.status !== 'paid') return reject('order.not-cancellable', { status: order.status });
  const refund = order.status === 'paid' && order.payment ? { paymentId: order.payment.paymentId } : undefined;
  return [{ type: 'OrderCancelled', data: { why, stock: touched(order), ...(refund && { refund }), ...(note && { note }) } }];
}

export function takeBack(order: KnownOrder, { note, refund, restock }: DataOf<'ReturnOrder'>): Decided {
  if (order.status === 'returned') return [];
  if (order.status !== 'shipped' && order.status !== 'delivered') return reject('order.not-shipped', { status: order.status });
  const { paymentId, paid } = order.payment!;
  if (refund !== undefined && refund > paid) return reject('order.refund-too-large', { refund, paid });
  const back = refund === 0 ? undefined : { paymentId, ...(refund !== undefined && { amount: refund }) };
  return [{ type: 'OrderReturned', data: { stock: restock ? touched(order) : [], ...(back && { refund: back }), ...(note && { note }) } }];
}
