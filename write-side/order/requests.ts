// What callers send about orders, in the words of the published API.
import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { decimalText } from '#domain/kernel/money.ts';
import { customer, orderCommands, PAYMENT_METHODS } from '#domain/order/messages.ts';

const { notes, channel } = orderCommands.PlaceOrder.shape;
const { note, restock } = orderCommands.ReturnOrder.shape;
export const item = z.strictObject({ product_id: id, quantity: z.int().min(1).max(10_000) });
export const items = z.array(item).min(1).max(100);
export const newOrder = z.strictObject({
  ...{ items, customer, patient_id: id.optional(), payment_method: z.enum(PAYMENT_METHODS).default('credit_card'), notes, channel },
  discount: decimalText(2).optional().describe('Off the goods, tax included; coordinators and finance only'),
});
export const quote = z.strictObject({ items, discount: decimalText(2).optional() });

/** `pending` and `paid` are not anybody's to set: an order is paid when its payment is. */
export const SETTABLE = ['shipped', 'delivered', 'cancelled', 'returned'] as const;
export const newStatus = z.strictObject({
  status: z.enum(SETTABLE),
  note: note.describe('For cancelled and returned'),
  tracking: orderCommands.ShipOrder.shape.tracking.describe('For shipped'),
  refund: decimalText(2).optional().describe('For returned: how much of the money goes back; all when absent'),
  restock: restock.describe('For returned: whether the goods can be sold again'),
});
export type NewOrder = z.infer<typeof newOrder>;
export type NewStatus = z.infer<typeof newStatus>;
export type Item = z.infer<typeof item>;
