// An order: what was asked for at which price, and what became of it. Its stream decides; stock and payment carry out and report.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { amount, currency, rate } from '../kernel/money.ts';

export const ORDER_STATUSES = ['pending', 'paid', 'shipped', 'delivered', 'cancelled', 'returned'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export const PAYMENT_METHODS = ['credit_card', 'bank_transfer', 'cash'] as const;
export const paymentMethod = z.enum(PAYMENT_METHODS);
export const CANCELLATIONS = ['asked', 'out-of-stock', 'payment-failed', 'expired'] as const;

const text = (max: number) => z.string().trim().min(1).max(max);
export const address = z.strictObject({ street: text(300), city: text(120), postal_code: text(20), country: text(60).optional() });
export const customer = z.strictObject({ name: text(200), phone: text(40).optional(), email: z.email().max(254).optional(), address: address.optional() });
export type Customer = z.infer<typeof customer>;

const location = z.string();
const quantity = z.int().min(1).max(10_000);
const priced = z.strictObject({ from: z.iso.datetime(), amount, currency, taxRate: rate });
/** `location`: where its stock is counted; absent for what is not counted. `shippingCost`: for the line, tax included. */
const asked = z.strictObject({
  offeringId: id,
  name: z.string(),
  quantity,
  prices: z.array(priced).max(1000),
  shippingCost: amount,
  location: location.optional(),
});
/** All amounts include tax, in minor units; `discount` is this line's share of the order's, `tax` what is within the rest and its shipping. */
const line = z.strictObject({
  ...asked.omit({ prices: true, shippingCost: true }).shape,
  ...{ unitPrice: amount, taxRate: rate, goods: amount, discount: amount, shipping: amount, tax: amount, total: amount },
});
export const totals = z.strictObject({ goods: amount, discount: amount, shipping: amount, tax: amount, total: amount });
const stock = z.strictObject({ offeringId: id, location, quantity });
const refund = z.strictObject({ paymentId: id, amount: amount.optional() });
export type AskedLine = z.infer<typeof asked>;
export type OrderLine = z.infer<typeof line>;
export type Totals = z.infer<typeof totals>;
export type StockOf = z.infer<typeof stock>;

export const orderCommands = defineCommands({
  /** The prices of each line over time; the one of now counts. `contactId`: whose order it is, under whose key they are kept. */
  PlaceOrder: z.strictObject({
    ...{ contactId: id, patientId: id.optional(), customer, notes: text(2000).optional(), lines: z.array(asked).min(1).max(100), discount: amount.optional() },
    ...{ paymentMethod, channel: text(40).optional(), timezone: z.string() },
  }),
  /** What the stock of a line answered. */
  RecordReservation: z.strictObject({ offeringId: id, reserved: z.boolean() }),
  RequestOrderPayment: z.strictObject({ paymentId: id, provider: text(40) }),
  PayOrder: z.strictObject({ paymentId: id, amount }),
  FailOrderPayment: z.strictObject({ paymentId: id }),
  ExpireOrder: z.strictObject({}),
  /** With the number that the tenant's order book gave it. */
  ConfirmOrder: z.strictObject({ year: z.int(), number: z.int().min(1) }),
  ShipOrder: z.strictObject({ tracking: text(200).optional() }),
  DeliverOrder: z.strictObject({}),
  CancelOrder: z.strictObject({ note: text(500).optional() }),
  /** `refund`: how much goes back, all when absent. `restock`: whether the goods can be sold again. */
  ReturnOrder: z.strictObject({ note: text(500).optional(), refund: amount.optional(), restock: z.boolean().default(true) }),
});
export type OrderCommand = CommandOf<typeof orderCommands>;

export const orderEvents = defineEvents({
  /** `next`: the stock to reserve first; lines are reserved one after another, in the order of their offerings' ids. */
  OrderPlaced: {
    operational: {
      ...{ contactId: id, patientId: id.optional(), lines: z.array(line), currency, totals, paymentMethod, channel: z.string().optional() },
      ...{ timezone: z.string(), expiresAt: z.iso.datetime(), next: stock.optional() },
    },
    personal: { customer, notes: z.string().optional() },
  },
  OrderStockReserved: { operational: { offeringId: id, next: stock.optional() } },
  /** Everything it needs is reserved: it may be paid. */
  OrderSecured: { operational: {} },
  OrderPaymentRequested: { operational: { paymentId: id, provider: z.string(), amount, currency, contactId: id, expiresAt: z.iso.datetime() } },
  /** `year`: of the tenant's own calendar; its order book gives the number. */
  OrderPaid: { operational: { paymentId: id, amount, year: z.int(), stock: z.array(stock) } },
  OrderConfirmed: { operational: { year: z.int(), number: z.int() } },
  OrderShipped: { operational: { stock: z.array(stock) }, personal: { tracking: z.string().optional() } },
  OrderDelivered: { operational: {} },
  /** `stock`: what may be reserved and must be free again. `refund`: what was paid and must go back. */
  OrderCancelled: { operational: { why: z.enum(CANCELLATIONS), stock: z.array(stock), refund: refund.optional() }, personal: { note: z.string().optional() } },
  /** `stock`: what is to be put back on its shelf. */
  OrderReturned: { operational: { stock: z.array(stock), refund: refund.optional() }, personal: { note: z.string().optional() } },
  /** Paid when it was over already: the payment must go back. */
  OrderPaidTooLate: { operational: { paymentId: id, amount } },
});
export type OrderEvent = EventOf<typeof orderEvents>;
export type StoredOrderEvent = StoredEventOf<typeof orderEvents>;
