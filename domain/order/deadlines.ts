import { anyDeadlines, END_ALL } from '../kernel/deadline.ts';
import type { StoredOrderEvent } from './messages.ts';

/** Stock is not kept for ever for an order that nobody pays. */
export const orderDeadlines = anyDeadlines<StoredOrderEvent>({
  OrderPlaced: ({ data: { expiresAt } }) => ({ set: [{ name: 'order-expires', at: expiresAt, command: { type: 'ExpireOrder', data: {} } }] }),
  OrderPaid: () => END_ALL,
  OrderCancelled: () => END_ALL,
});
