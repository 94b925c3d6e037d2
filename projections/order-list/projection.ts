import type { OrderStatus, StoredOrderEvent } from '#domain/order/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type Happened, OrderList, type OrderRow } from './table.ts';

type Row = OrderRow | undefined;
const happened = (status: OrderStatus, { meta }: Seen<StoredOrderEvent>): Happened => ({ status, at: meta.occurredAt, by: meta.actor });
const change = ({ recordedAt, revision, position }: Seen<StoredOrderEvent>, row: Row, to: Partial<OrderRow>): Row =>
  row && { ...row, ...to, updatedAt: recordedAt, revision, position };
const move = (event: Seen<StoredOrderEvent>, row: Row, status: OrderStatus, to: Partial<OrderRow> = {}): Row =>
  change(event, row, { status, history: [...(row?.history ?? []), happened(status, event)], ...to });
/** `2026-000042`: of the tenant's year, without a gap. */
const numberOf = (year: number, number: number): string => `${year}-${String(number).padStart(6, '0')}`;

export const orderList: Fold<StoredOrderEvent, OrderRow> = {
  name: 'order-list',
  key: ({ stream }) => stream.id,
  when: {
    OrderPlaced: (event) => {
      const { data, meta, stream, recordedAt, revision, position } = event;
      const { contactId, patientId, customer, notes, lines, totals, currency, paymentMethod, channel, expiresAt } = data;
      return {
        ...{ tenant: meta.tenant, id: stream.id, contactId, patientId: patientId ?? null, status: 'pending', step: 'reserving', number: null },
        ...{ customer, notes: notes ?? null, lines, totals, currency, paymentMethod, paymentId: null, channel: channel ?? null },
        ...{ tracking: null, why: null, note: null, history: [happened('pending', event)], expiresAt: new Date(expiresAt) },
        ...{ placed: position, placedAt: new Date(meta.occurredAt), updatedAt: recordedAt, revision, position },
      };
    },
    OrderStockReserved: (event, row) => change(event, row, {}),
    OrderSecured: (event, row) => change(event, row, { step: 'none' }),
    OrderPaymentRequested: (event, row) => change(event, row, { paymentId: event.data.paymentId }),
    OrderPaid: (event, row) => move(event, row, 'paid', { step: 'numbering' }),
    OrderConfirmed: (event, row) => change(event, row, { step: 'none', number: numberOf(event.data.year, event.data.number) }),
    OrderShipped: (event, row) => move(event, row, 'shipped', { tracking: event.data.tracking ?? null }),
    OrderDelivered: (event, row) => move(event, row, 'delivered'),
    OrderCancelled: (event, row) =>
      move(event, row, 'cancelled', { why: event.data.why, note: event.data.note ?? null, ...(row?.step === 'reserving' && { step: 'none' }) }),
    OrderReturned: (event, row) => move(event, row, 'returned', { note: event.data.note ?? null }),
    OrderPaidTooLate: (event, row) => change(event, row, {}),
  },
};
export const orderListView = view(orderList, OrderList);
