import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { CURRENCIES, decimal, money } from '#domain/kernel/money.ts';
import { priceAt } from '#domain/kernel/prices.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { OFFERING_TYPES } from '#domain/offering/messages.ts';
import { infoOf, shownInfo } from '#domain/offering/wire.ts';
import { OfferingList, type OfferingRow } from '#projections/offering-list/table.ts';
import { StockList } from '#projections/stock-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import type { Rows } from '../kernel/reader.ts';
import { idsFound, searched } from '../kernel/search.ts';
import { instant, unknown, version, versionOf } from '../kernel/shapes.ts';

const offering = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string().optional(),
    offering_type: z.enum(OFFERING_TYPES),
    category: z.string().optional(),
    price: z.string().optional().describe('Now, tax included'),
    currency: z.enum(CURRENCIES).optional(),
    meta_info: shownInfo.describe('What is particular to the type; `stock_quantity` is what is free to sell at all locations'),
    prices: z.array(z.object({ from: instant, price: z.string(), tax_rate: z.string() })).describe('By date, the past and the future included'),
    is_active: z.boolean(),
    created_at: instant,
    updated_at: instant,
    ...version,
  })
  .meta({ id: 'Offering' });

/** `stock`: what is free of each counted product. */
function shown(row: OfferingRow, stock: ReadonlyMap<string, number>, now: string) {
  const price = priceAt(row.prices, now);
  return {
    id: row.id,
    name: row.name,
    description: row.description ?? undefined,
    offering_type: row.type,
    category: row.category ?? undefined,
    price: price && money(price.amount),
    currency: row.prices[0]?.currency,
    meta_info: infoOf(row.terms, price?.taxRate ?? 0, stock.get(row.id)),
    prices: row.prices.map(({ from, amount, taxRate }) => ({ from, price: money(amount), tax_rate: decimal(taxRate, 4) })),
    is_active: row.isActive,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    ...versionOf(row),
  };
}

async function stockOf(rows: Rows, tenant: string, offerings: readonly OfferingRow[]): Promise<ReadonlyMap<string, number>> {
  const ids = offerings.filter(({ type }) => type === 'product').map(({ id }) => id);
  const found = ids.length > 0 ? await rows.find(StockList, { tenant, offeringId: { $in: ids } }) : [];
  return new Map([...Map.groupBy(found, (row) => row.offeringId)].map(([id, places]) => [id, places.reduce((sum, { available }) => sum + available, 0)]));
}

/** An hour, unless an offering or its stock changes, or a price by date begins. */
const keeps = { seconds: 3_600, until: ['offering', 'inventory'] };
const common = { method: 'get', tag: 'offerings', roles: 'signed-in', scopes: ['offerings'], waits: 'views', keeps } as const;

function nextPrice(rows: readonly OfferingRow[], now: string): { staleAt?: Date } {
  const [first] = rows
    .flatMap(({ prices }) => prices.map(({ from }) => from).filter((from) => Date.parse(from) > Date.parse(now)))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return first === undefined ? {} : { staleAt: new Date(first) };
}
const filters = {
  type: z.enum(OFFERING_TYPES).optional(),
  category: z.string().max(100).optional(),
  active: z.enum(['true', 'false']).optional(),
  search: searched,
};

export const offeringQueries = ({ reader, cursors, now, tenantDigest }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/offerings',
    summary: 'Services and products, the newest first',
    query: z.object({ ...pageQuery, ...filters }),
    answers: { 200: { description: 'A page of offerings', schema: pageOf(offering) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, type, category, active, search } }) => {
      const list = `offerings ${type ?? ''} ${category ?? ''} ${active ?? ''} ${search ?? ''}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const isActive = active && { isActive: active === 'true' };
      const where = { tenant, ...(type && { type }), ...(category && { category }), ...isActive, ...(after && { defined: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, async (rows) => {
        const ids = await idsFound(rows, tenant, 'offering', search, tenantDigest);
        const page = await rows.find(OfferingList, { ...where, ...(ids && { id: { $in: ids } }) }, { orderBy: { defined: 'desc' }, limit: limit + 1 });
        return { page, stock: await stockOf(rows, tenant, page) };
      });
      const { rows, next } = cut(found.page, limit, (last) => cursors.write(tenant, list, [String(last.defined)]));
      const at = now().toISOString();
      return { status: 200, body: { items: rows.map((row) => shown(row, found.stock, at)), next }, ...nextPrice(rows, at) };
    },
  }),
  route({
    ...common,
    path: '/api/offerings/{id}',
    summary: 'An offering, with its prices by date',
    params: z.object({ id }),
    answers: { 200: { description: 'The offering', schema: offering } },
    codes: ['offering.unknown'],
    handle: async ({ who: { tenant }, params }) => {
      const found = await reader.within(tenant, async (rows) => {
        const row = await rows.findOne(OfferingList, { tenant, id: params.id });
        return row && { row, stock: await stockOf(rows, tenant, [row]) };
      });
      if (!found) throw unknown('offering', params.id);
      const at = now().toISOString();
      return { status: 200, body: shown(found.row, found.stock, at), ...nextPrice([found.row], at) };
    },
  }),
];
