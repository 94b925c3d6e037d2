// The slices of commerce, and what becomes due in them.
import { inventorySlice } from './inventory/slice.ts';
import type { Deadlines } from './kernel/deadline.ts';
import { anySlice, type Slice } from './kernel/slice.ts';
import { offeringSlice } from './offering/slice.ts';
import { orderDeadlines } from './order/deadlines.ts';
import { orderSlice } from './order/slice.ts';
import { orderbookSlice } from './orderbook/slice.ts';
import { paymentDeadlines } from './payment/deadlines.ts';
import { paymentSlice } from './payment/slice.ts';

export const commerceSlices: readonly Slice[] = [
  anySlice(offeringSlice),
  anySlice(inventorySlice),
  anySlice(orderSlice),
  anySlice(orderbookSlice),
  anySlice(paymentSlice),
];
export const commerceDeadlines: Deadlines = { ...orderDeadlines, ...paymentDeadlines };
