// Orders and payments: amounts in minor units, what they were for, how they went. Names of goods, notes and provider's references stay behind.
import { factTable, id, label, made, number, person, word } from './fact-table.ts';
import { fieldOf, type LogEvent } from './fold.ts';

type Line = { readonly offeringId?: unknown; readonly quantity?: unknown; readonly total?: unknown };
const listOf = (event: LogEvent, field: string): readonly Line[] => {
  const list = fieldOf(event, field);
  return Array.isArray(list) ? list : [];
};
const total = (name: string) => made('Nullable(Int64)', (event) => (fieldOf(event, 'totals') as Record<string, unknown> | undefined)?.[name] ?? null);
const ofLines = (type: string, of: (line: Line) => unknown) => made(`Array(${type})`, (event) => listOf(event, 'lines').map(of));

export const ORDER_FACTS = factTable({
  name: 'order_facts',
  id: 'order_id',
  facts: {
    OrderPlaced: 'placed',
    OrderSecured: 'secured',
    OrderPaymentRequested: 'payment_requested',
    OrderPaid: 'paid',
    OrderConfirmed: 'confirmed',
    OrderShipped: 'shipped',
    OrderDelivered: 'delivered',
    OrderCancelled: 'cancelled',
    OrderReturned: 'returned',
    OrderPaidTooLate: 'paid_too_late',
  },
  columns: {
    customer: person('patientId', 'contactId'),
    currency: word('currency'),
    goods: total('goods'),
    discount: total('discount'),
    shipping: total('shipping'),
    tax: total('tax'),
    total: total('total'),
    amount: number('amount', 'Int64'),
    method: word('paymentMethod'),
    channel: word('channel'),
    why: word('why'),
    offerings: ofLines('String', (line) => (typeof line.offeringId === 'string' ? line.offeringId : '')),
    quantities: ofLines('UInt32', (line) => Number(line.quantity ?? 0)),
    line_totals: ofLines('Int64', (line) => Number(line.total ?? 0)),
  },
});

export const PAYMENT_FACTS = factTable({
  name: 'payment_facts',
  id: 'payment_id',
  facts: {
    PaymentRequested: 'requested',
    PaymentOpened: 'opened',
    PaymentAuthorised: 'authorised',
    PaymentCaptured: 'captured',
    SurplusCaptured: 'surplus',
    PaymentMismatched: 'mismatched',
    PaymentFailed: 'failed',
    RefundRequested: 'refund_requested',
    PaymentRefunded: 'refunded',
    DisputeOpened: 'dispute_opened',
    DisputeClosed: 'dispute_closed',
  },
  columns: {
    purpose: word('purpose'),
    order_id: id('orderId'),
    case_id: id('caseId'),
    customer: person('contactId'),
    provider: label('provider'),
    amount: number('amount', 'Int64'),
    currency: word('currency'),
    of: word('of'),
    why: word('why'),
    outcome: word('outcome'),
  },
});
