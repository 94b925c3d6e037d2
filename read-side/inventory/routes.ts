import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { StockList, type StockRow } from '#projections/stock-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { instant, version, versionOf } from '../kernel/shapes.ts';

const stock = z
  .object({
    id: z.uuid(),
    offeringId: z.uuid(),
    location: z.string(),
    onHand: z.int(),
    reserved: z.int().describe('For orders that are not paid yet'),
    committed: z.int().describe('Sold, and not sent yet'),
    available: z.int(),
    threshold: z.int(),
    isLow: z.boolean(),
    updatedAt: instant,
    ...version,
  })
  .meta({ id: 'Stock' });

function shown(row: StockRow) {
  const sum = (state: 'reserved' | 'committed') => Object.values(row.holds).reduce((all, hold) => all + (hold.state === state ? hold.quantity : 0), 0);
  return {
    id: row.id,
    offeringId: row.offeringId,
    location: row.location,
    onHand: row.onHand,
    reserved: sum('reserved'),
    committed: sum('committed'),
    available: row.available,
    threshold: row.threshold,
    isLow: row.isLow,
    updatedAt: row.updatedAt.toISOString(),
    ...versionOf(row),
  };
}

export const inventoryQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/inventory',
    summary: 'Stock by product and location, by id',
    tag: 'inventory',
    roles: STAFF,
    waits: 'views',
    keeps: { seconds: 300, until: ['inventory'] },
    query: z.object({ ...pageQuery, offeringId: id.optional(), low: z.enum(['true', 'false']).optional() }),
    answers: { 200: { description: 'A page of stock', schema: pageOf(stock) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, offeringId, low } }) => {
      const list = `inventory ${offeringId ?? ''} ${low ?? ''}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const where = { tenant, ...(offeringId && { offeringId }), ...(low && { isLow: low === 'true' }), ...(after && { id: { $gt: after } }) };
      const found = await reader.within(tenant, (rows) => rows.find(StockList, where, { orderBy: { id: 'asc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [last.id]));
      return { status: 200, body: { items: rows.map(shown), next } };
    },
  }),
];
