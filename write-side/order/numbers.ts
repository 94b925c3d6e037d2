// An order that was paid gets the next number of its year. The book's own append is what gives it, so no number is left out or given twice.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StoredOrderEvent } from '#domain/order/messages.ts';
import type { StoredOrderbookEvent } from '#domain/orderbook/messages.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

type Paid = Extract<StoredOrderEvent, { type: 'OrderPaid' }>;

function react(event: Recorded): Order {
  const { type, data, stream } = event as Recorded<Paid | StoredOrderbookEvent>;
  const { tenant, id } = stream;
  return type === 'OrderPaid'
    ? { to: { tenant, slice: 'orderbook', id: String(data.year) }, command: { type: 'EnterOrder', data: { orderId: id } } }
    : { to: { tenant, slice: 'order', id: data.orderId }, command: { type: 'ConfirmOrder', data: { year: Number(id), number: data.number } } };
}

export const orderNumbers: Reactor = { name: 'order-numbers', types: ['OrderPaid', 'OrderNumbered'], react };
