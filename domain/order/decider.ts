import { type Decider, reject } from '../kernel/decider.ts';
import { isFrom } from '../kernel/instants.ts';
import type { OrderCommand, OrderEvent } from './messages.ts';
import { cancel, type Decided, pay, place, recordReservation, requestPayment, takeBack } from './moves.ts';
import { evolve, type KnownOrder, type OrderState, touched } from './state.ts';

const ifKnown = (state: OrderState, decide: (order: KnownOrder) => Decided): Decided => (state.status === 'unknown' ? reject('order.unknown') : decide(state));
/** For what the hub does by itself: nothing is left to do once the order is paid or over. */
const ifPending = (state: OrderState, decide: (order: KnownOrder) => Decided): Decided =>
  ifKnown(state, (order) => (order.status === 'pending' ? decide(order) : []));

function ship(order: KnownOrder, tracking: string | undefined): Decided {
  if (order.status === 'shipped' || order.status === 'delivered') return [];
  if (order.status !== 'paid') return reject('order.not-paid', { status: order.status });
  return [{ type: 'OrderShipped', data: { stock: touched(order), ...(tracking && { tracking }) } }];
}
function deliver({ status }: KnownOrder): Decided {
  if (status === 'delivered') return [];
  return status === 'shipped' ? [{ type: 'OrderDelivered', data: {} }] : reject('order.not-shipped', { status });
}

export const order: Decider<OrderCommand, OrderEvent, OrderState> = {
  initial: { status: 'unknown' },
  decide: {
    PlaceOrder: ({ data, ...given }, { status }) => (status === 'unknown' ? place(data, given) : reject('order.already-placed')),
    RecordReservation: ({ data }, state) => ifKnown(state, (known) => recordReservation(known, data)),
    RequestOrderPayment: ({ data }, state) => ifKnown(state, (known) => requestPayment(known, data)),
    PayOrder: ({ data, ...given }, state) => ifKnown(state, (known) => pay(known, data, given)),
    FailOrderPayment: ({ data: { paymentId } }, state) =>
      ifPending(state, (known) => (known.payment?.paymentId === paymentId ? cancel(known, 'payment-failed') : [])),
    ExpireOrder: ({ at }, state) => ifPending(state, (known) => (isFrom(at, known.expiresAt) ? cancel(known, 'expired') : [])),
    ConfirmOrder: ({ data: { year, number } }, state) =>
      ifKnown(state, ({ isConfirmed }) => (isConfirmed ? [] : [{ type: 'OrderConfirmed', data: { year, number } }])),
    ShipOrder: ({ data: { tracking } }, state) => ifKnown(state, (known) => ship(known, tracking)),
    DeliverOrder: (_, state) => ifKnown(state, deliver),
    CancelOrder: ({ data: { note } }, state) => ifKnown(state, (known) => cancel(known, 'asked', note)),
    ReturnOrder: ({ data }, state) => ifKnown(state, (known) => takeBack(known, data)),
  },
  evolve,
};
