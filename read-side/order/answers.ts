// Orders as answers show them, in the words of the published API.
import { z } from 'zod';
import { decimal, money } from '#domain/kernel/money.ts';
import { CANCELLATIONS, type Customer, customer, ORDER_STATUSES, PAYMENT_METHODS } from '#domain/order/messages.ts';
import type { OrderRow } from '#projections/order-list/table.ts';
import { PAYMENT_STATUSES, type PaymentRow } from '#projections/payment-list/table.ts';
import type { Opening } from '../kernel/opened.ts';
import { actor, instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

const text = openedOf(z.string()).optional();
export const orderItem = z.object({
  product_id: z.uuid(),
  offering_id: z.uuid().describe('The same as `product_id`'),
  name: z.string(),
  quantity: z.int(),
  unit_price: z.string(),
  discount: z.string(),
  shipping_cost: z.string(),
  tax_rate: z.string(),
  tax: z.string().describe('Within the total'),
  total_price: z.string(),
});
export const order = z
  .object({
    id: z.uuid(),
    order_number: z.string().optional().describe('Given once it is paid; without a gap within the tenant’s year'),
    status: z.enum(ORDER_STATUSES),
    cancelled_because: z.enum(CANCELLATIONS).optional(),
    customer: openedOf(customer),
    customer_name: openedOf(z.string()).describe('These four are parts of `customer`'),
    customer_phone: text,
    customer_email: text,
    shipping_address: openedOf(customer.shape.address.unwrap()).optional(),
    patient_id: z.uuid().optional(),
    items: z.array(orderItem),
    goods: z.string(),
    discount: z.string(),
    shipping: z.string(),
    tax: z.string(),
    total_amount: z.string(),
    currency: z.string(),
    payment_method: z.enum(PAYMENT_METHODS),
    payment_status: z.enum(PAYMENT_STATUSES).optional(),
    payment_id: z.uuid().optional(),
    channel: z.string().optional(),
    notes: text,
    tracking: text,
    note: text,
    history: z.array(z.object({ status: z.enum(ORDER_STATUSES), at: instant, by: actor })),
    waits_for: z.enum(['stock', 'number']).optional().describe('What the hub itself has yet to do'),
    expires_at: instant.describe('Until then it is kept without being paid'),
    created_at: instant,
    updated_at: instant,
    ...version,
  })
  .meta({ id: 'Order' });

const itemsOf = ({ lines }: OrderRow) =>
  lines.map(({ offeringId, name, quantity, unitPrice, discount, shipping, taxRate, tax, total }) => ({
    product_id: offeringId,
    offering_id: offeringId,
    name,
    quantity,
    unit_price: money(unitPrice),
    discount: money(discount),
    shipping_cost: money(shipping),
    tax_rate: decimal(taxRate, 4),
    tax: money(tax),
    total_price: money(total),
  }));
const WAITS = { reserving: 'stock', numbering: 'number', none: undefined } as const;

export const orderOf = (row: OrderRow, payment: PaymentRow | undefined, { personal }: Opening) => ({
  id: row.id,
  order_number: row.number ?? undefined,
  status: row.status,
  cancelled_because: row.why ?? undefined,
  customer: personal<Customer>(row.customer),
  customer_name: personal<Customer, string>(row.customer, ({ name }) => name),
  customer_phone: personal<Customer, string | undefined>(row.customer, ({ phone }) => phone),
  customer_email: personal<Customer, string | undefined>(row.customer, ({ email }) => email),
  shipping_address: personal<Customer, Customer['address']>(row.customer, ({ address }) => address),
  patient_id: row.patientId ?? undefined,
  items: itemsOf(row),
  goods: money(row.totals.goods),
  discount: money(row.totals.discount),
  shipping: money(row.totals.shipping),
  tax: money(row.totals.tax),
  total_amount: money(row.totals.total),
  currency: row.currency,
  payment_method: row.paymentMethod,
  payment_status: payment?.status,
  payment_id: row.paymentId ?? undefined,
  channel: row.channel ?? undefined,
  notes: personal<string>(row.notes),
  tracking: personal<string>(row.tracking),
  note: personal<string>(row.note),
  history: row.history,
  waits_for: WAITS[row.step],
  expires_at: row.expiresAt.toISOString(),
  created_at: row.placedAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
  ...versionOf(row),
});
