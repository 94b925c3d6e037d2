import { z } from 'zod';
import { customer } from '#domain/appointment/messages.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { WaitlistTable, type WaitlistRow } from '#projections/waitlist/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening, type Opening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

const STATUSES = ['waiting', 'offered', 'left'] as const;
const entry = z
  .object({
    id: z.uuid(),
    offering_id: z.uuid(),
    customer_id: z.uuid(),
    customer: openedOf(customer).optional(),
    notes: openedOf(z.string()).optional(),
    from: instant,
    to: instant,
    staff_ids: z.array(z.uuid()).optional(),
    status: z.enum(STATUSES),
    offered_start: instant.optional().describe('The time kept for them'),
    joined_at: instant,
    ...version,
  })
  .meta({ id: 'WaitlistEntry' });

const shown = (row: WaitlistRow, { personal, health }: Opening) => ({
  ...{ id: row.id, offering_id: row.offeringId, customer_id: row.customerId, customer: personal(row.customer), notes: health<string>(row.notes) },
  ...{ from: row.from.toISOString(), to: row.to.toISOString(), staff_ids: row.staff ?? undefined, status: row.status },
  ...{ offered_start: row.start?.toISOString(), joined_at: row.joinedAt.toISOString() },
  ...versionOf(row),
});

export const waitlistQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/offerings/{id}/waitlist',
    summary: 'Who waits for a service, in the order in which they came',
    tag: 'waitlist',
    roles: STAFF,
    waits: 'views',
    params: z.object({ id }),
    query: z.object({ ...pageQuery, status: z.enum(STATUSES).optional() }),
    answers: { 200: { description: 'A page of entries', schema: pageOf(entry) } },
    handle: async ({ who, open, params, query: { cursor, limit, status } }) => {
      const { tenant } = who;
      const list = `waitlist ${params.id} ${status ?? ''}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const where = { tenant, offeringId: params.id, ...(status && { status }), ...(after && { joined: { $gt: BigInt(after) } }) };
      const found = await reader.within(tenant, (rows) => rows.find(WaitlistTable, where, { orderBy: { joined: 'asc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [String(last.joined)]));
      const opening = makeOpening({ open, tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => shown(row, opening)), next }) };
    },
  }),
];
