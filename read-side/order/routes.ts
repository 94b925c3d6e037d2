import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import { ORDER_STATUSES } from '#domain/order/messages.ts';
import { OrderList, type OrderRow } from '#projections/order-list/table.ts';
import { PaymentList, type PaymentRow } from '#projections/payment-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import type { Rows } from '../kernel/reader.ts';
import { STAFF } from '../kernel/scope.ts';
import { unknown } from '../kernel/shapes.ts';
import { order, orderOf } from './answers.ts';

/** An order whose stock or number is awaited for so long is stuck. */
const STUCK_MS = 5 * 60_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Staff see all orders, a patient their own. */
const scope = ({ rights, patientId }: Principal) => (rights.cases === 'all' ? {} : { patientId: patientId ?? NOBODY });

async function paymentsOf(rows: Rows, tenant: string, orders: readonly OrderRow[]): Promise<ReadonlyMap<string, PaymentRow>> {
  const ids = orders.flatMap(({ paymentId }) => (paymentId ? [paymentId] : []));
  const found = ids.length > 0 ? await rows.find(PaymentList, { tenant, id: { $in: ids } }) : [];
  return new Map(found.map((row) => [row.id, row]));
}

const common = { method: 'get', tag: 'orders', roles: [...STAFF, 'patient'], waits: 'views' } as const;
const filters = {
  status: z.enum(ORDER_STATUSES).optional(),
  patientId: id.optional(),
  stuck: z.literal('true').optional().describe('Only those whose stock or number is overdue'),
};

export const orderQueries = ({ reader, cursors, now }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/orders',
    summary: 'Orders the reader may see, the newest first',
    query: z.object({ ...pageQuery, ...filters }),
    answers: { 200: { description: 'A page of orders', schema: pageOf(order) } },
    handle: async ({ who, open, query: { cursor, limit, status, patientId, stuck } }) => {
      const { tenant } = who;
      const list = `orders ${status ?? ''} ${patientId ?? ''} ${stuck ?? ''}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const overdue = stuck && { step: { $ne: 'none' as const }, updatedAt: { $lt: new Date(now().getTime() - STUCK_MS) } };
      const own = { tenant, ...(status && { status }), ...(patientId && { patientId }), ...overdue, ...(after && { placed: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, async (rows) => {
        const page = await rows.find(OrderList, { $and: [own, scope(who)] }, { orderBy: { placed: 'desc' }, limit: limit + 1 });
        return { page, payments: await paymentsOf(rows, tenant, page) };
      });
      const { rows, next } = cut(found.page, limit, (last) => cursors.write(tenant, list, [String(last.placed)]));
      const opening = makeOpening({ open, tenant, rights: who.rights });
      const items = rows.map((row) => orderOf(row, found.payments.get(row.paymentId ?? ''), opening));
      return { status: 200, body: await opening.settle({ items, next }) };
    },
  }),
  route({
    ...common,
    path: '/api/orders/{id}',
    summary: 'An order with its lines, its payment and what happened to it',
    params: z.object({ id }),
    answers: { 200: { description: 'The order', schema: order } },
    codes: ['order.unknown'],
    handle: async ({ who, open, params }) => {
      const { tenant } = who;
      const found = await reader.within(tenant, async (rows) => {
        const row = await rows.findOne(OrderList, { $and: [{ tenant, id: params.id }, scope(who)] });
        return row && { row, payments: await paymentsOf(rows, tenant, [row]) };
      });
      if (!found) throw unknown('order', params.id);
      const opening = makeOpening({ open, tenant, rights: who.rights });
      return { status: 200, body: await opening.settle(orderOf(found.row, found.payments.get(found.row.paymentId ?? ''), opening)) };
    },
  }),
];
