// An order as its caller is told: how it stands after all that could follow at once.
import { z } from 'zod';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { money } from '#domain/kernel/money.ts';
import { isAbsent, isSealed, type Open } from '#domain/kernel/sealing.ts';
import { ORDER_STATUSES } from '#domain/order/messages.ts';
import { orderSlice } from '#domain/order/slice.ts';
import type { KnownOrder, OrderState } from '#domain/order/state.ts';
import { eventsOf, lastOf } from '#write-side/kernel/facts.ts';
import { look } from '#write-side/kernel/look.ts';

export const toldOrder = z.object({
  order_id: z.uuid(),
  status: z.enum(ORDER_STATUSES),
  total_amount: z.string(),
  currency: z.string(),
  payment_id: z.uuid().optional(),
  payment_link: z.string().optional().describe('Where the customer pays; absent until the provider has opened it, and for payments at the desk'),
});

export const lookAtOrder = (store: StreamReader, tenant: string, id: string): Promise<OrderState> => look(store, orderSlice, { tenant, slice: 'order', id });

/** Undefined when there is none, or the person was erased. */
async function linkOf(store: StreamReader, open: Open, payment: StreamId): Promise<string | undefined> {
  const url = lastOf<{ url?: unknown }>(await eventsOf(store, payment), 'PaymentOpened')?.data.url;
  const [link] = isSealed(url) ? await open(payment.tenant, [url]) : [];
  return isAbsent(link) ? undefined : (link as string | undefined);
}

export async function tellOrder({ store, open }: { store: StreamReader; open: Open }, tenant: string, id: string, order: KnownOrder): Promise<object> {
  const { status, totals, currency, payment } = order;
  const link = payment && status === 'pending' ? await linkOf(store, open, { tenant, slice: 'payment', id: payment.paymentId }) : undefined;
  const paying = payment && { payment_id: payment.paymentId, ...(link && { payment_link: link }) };
  return { order_id: id, status, total_amount: money(totals.total), currency, ...paying };
}
