// What is known of an order, and how each event changes it.
import type { Decider } from '../kernel/decider.ts';
import type { Currency } from '../kernel/money.ts';
import type { OrderCommand, OrderEvent, OrderLine, OrderStatus, PAYMENT_METHODS, StockOf, Totals } from './messages.ts';

/** `awaiting`: the stock that has been asked and not answered. `paid`: what the payment brought. `late`: payments that came too late. */
export type KnownOrder = {
  readonly status: OrderStatus;
  readonly contactId: string;
  readonly lines: readonly OrderLine[];
  readonly totals: Totals;
  readonly currency: Currency;
  readonly method: (typeof PAYMENT_METHODS)[number];
  readonly timezone: string;
  readonly expiresAt: string;
  readonly reserved: readonly StockOf[];
  readonly awaiting?: StockOf;
  readonly isSecured: boolean;
  readonly payment?: { readonly paymentId: string; readonly paid: number };
  readonly isConfirmed: boolean;
  readonly late: readonly string[];
};
export type OrderState = { readonly status: 'unknown' } | KnownOrder;

/** The stock that lines need, in their order. */
export const stockOf = (lines: readonly OrderLine[]): StockOf[] =>
  lines.flatMap(({ offeringId, location, quantity }) => (location === undefined ? [] : [{ offeringId, location, quantity }]));
/** All that may be reserved by now. */
export const touched = ({ reserved, awaiting }: KnownOrder): StockOf[] => [...reserved, ...(awaiting ? [awaiting] : [])];

const to = (state: OrderState, change: (known: KnownOrder) => Partial<KnownOrder>): OrderState =>
  state.status === 'unknown' ? state : { ...state, ...change(state) };
const status = (state: OrderState, then: OrderStatus) => to(state, () => ({ status: then }));

export const evolve: Decider<OrderCommand, OrderEvent, OrderState>['evolve'] = {
  OrderPlaced: ({ data: { contactId, lines, totals, currency, paymentMethod, timezone, expiresAt, next } }) => ({
    ...{ status: 'pending', contactId, lines, totals, currency, method: paymentMethod, timezone, expiresAt },
    ...{ reserved: [], isSecured: false, isConfirmed: false, late: [], ...(next && { awaiting: next }) },
  }),
  OrderStockReserved: ({ data: { next } }, state) => to(state, (known) => ({ reserved: touched(known), awaiting: next })),
  OrderSecured: (_, state) => to(state, () => ({ isSecured: true })),
  OrderPaymentRequested: ({ data: { paymentId } }, state) => to(state, () => ({ payment: { paymentId, paid: 0 } })),
  OrderPaid: ({ data: { paymentId, amount } }, state) => to(state, () => ({ status: 'paid', payment: { paymentId, paid: amount } })),
  OrderConfirmed: (_, state) => to(state, () => ({ isConfirmed: true })),
  OrderShipped: (_, state) => status(state, 'shipped'),
  OrderDelivered: (_, state) => status(state, 'delivered'),
  OrderCancelled: (_, state) => status(state, 'cancelled'),
  OrderReturned: (_, state) => status(state, 'returned'),
  OrderPaidTooLate: ({ data: { paymentId } }, state) => to(state, ({ late }) => ({ late: [...late, paymentId] })),
};
