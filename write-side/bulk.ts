// The commands that people give in numbers: price lists, counts of stock, a day that is cancelled, a whole team.
import type { Route } from '#domain/kernel/route.ts';
import { type Bulk, bulkOf } from './kernel/bulk.ts';

const BULK: readonly (Bulk & { readonly of: string })[] = [
  { of: 'post /api/offerings', path: '/api/offerings/import', summary: 'Offer many services and products at once' },
  { of: 'post /api/offerings/{id}/prices', path: '/api/offerings/prices', summary: 'Set the prices of many offerings' },
  { of: 'post /api/inventory/{id}/receive', path: '/api/inventory/receive', summary: 'Goods of many products have come in' },
  { of: 'post /api/inventory/{id}/adjust', path: '/api/inventory/adjust', summary: 'Correct the stock of many products after a count' },
  { of: 'delete /api/appointments/{id}', path: '/api/appointments/cancel', summary: 'Cancel many appointments, such as those of a day' },
  { of: 'post /api/members', path: '/api/members/import', summary: 'Invite many people', most: 100 },
];

/** The routes, with one for many of each command that has one. */
export const withBulk = (routes: Route[]): Route[] => [
  ...routes,
  ...BULK.map(({ of, ...bulk }) => {
    const one = routes.find(({ method, path }) => `${method} ${path}` === of);
    if (!one) throw new Error(`no route ${of}`);
    return bulkOf(one, bulk);
  }),
];
