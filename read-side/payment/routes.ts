import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { money } from '#domain/kernel/money.ts';
import type { Role } from '#domain/kernel/roles.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { PURPOSES } from '#domain/payment/messages.ts';
import { PAYMENT_STATUSES, PaymentList, type PaymentRow } from '#projections/payment-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { instant, unknown, version, versionOf } from '../kernel/shapes.ts';

const payment = z
  .object({
    id: z.uuid(),
    purpose: z.enum(PURPOSES),
    order_id: z.uuid().optional(),
    case_id: z.uuid().optional(),
    provider: z.string(),
    provider_payment_id: z.string().optional(),
    status: z.enum(PAYMENT_STATUSES),
    amount: z.string(),
    captured: z.string(),
    refund_asked: z.string(),
    refunded: z.string(),
    surplus: z.string().describe('Paid beyond what was asked, and not back yet'),
    currency: z.string(),
    dispute: z.enum(['none', 'open', 'won', 'lost']),
    mismatch: z.enum(['reference', 'amount', 'currency']).optional().describe('How what the provider has differs from what was asked'),
    needs_care: z.boolean().describe('A refund is on its way, a dispute is open, or the provider has something else than was asked'),
    created_at: instant,
    updated_at: instant,
    ...version,
  })
  .meta({ id: 'Payment' });

const shown = (row: PaymentRow) => ({
  id: row.id,
  purpose: row.purpose,
  order_id: row.orderId ?? undefined,
  case_id: row.caseId ?? undefined,
  provider: row.provider,
  provider_payment_id: row.providerPaymentId ?? undefined,
  status: row.status,
  amount: money(row.sums.amount),
  captured: money(row.sums.captured),
  refund_asked: money(row.sums.refundAsked),
  refunded: money(row.sums.refunded),
  surplus: money(row.sums.surplus),
  currency: row.currency,
  dispute: row.dispute,
  mismatch: row.mismatch ?? undefined,
  needs_care: row.needsCare,
  created_at: row.askedAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
  ...versionOf(row),
});

/** Those who deal with money. A patient sees that of an order in the order. */
const ROLES: readonly Role[] = ['finance', 'coordinator', 'admin', 'auditor'];
const common = { method: 'get', tag: 'payments', roles: ROLES, waits: 'views' } as const;
const filters = { status: z.enum(PAYMENT_STATUSES).optional(), orderId: id.optional(), caseId: id.optional(), needsCare: z.literal('true').optional() };

export const paymentQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/payments',
    summary: 'Payments, the newest first',
    query: z.object({ ...pageQuery, ...filters }),
    answers: { 200: { description: 'A page of payments', schema: pageOf(payment) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, status, orderId, caseId, needsCare } }) => {
      const list = `payments ${status ?? ''} ${orderId ?? ''} ${caseId ?? ''} ${needsCare ?? ''}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const of = { ...(orderId && { orderId }), ...(caseId && { caseId }), ...(needsCare && { needsCare: true }) };
      const where = { tenant, ...(status && { status }), ...of, ...(after && { asked: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, (rows) => rows.find(PaymentList, where, { orderBy: { asked: 'desc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [String(last.asked)]));
      return { status: 200, body: { items: rows.map(shown), next } };
    },
  }),
  route({
    ...common,
    path: '/api/payments/{id}',
    summary: 'A payment',
    params: z.object({ id }),
    answers: { 200: { description: 'The payment', schema: payment } },
    codes: ['payment.unknown'],
    handle: async ({ who: { tenant }, params }) => {
      const row = await reader.within(tenant, (rows) => rows.findOne(PaymentList, { tenant, id: params.id }));
      if (!row) throw unknown('payment', params.id);
      return { status: 200, body: shown(row) };
    },
  }),
];
