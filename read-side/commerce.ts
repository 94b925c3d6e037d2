// Queries of commerce.
import type { Route } from '#domain/kernel/route.ts';
import { inventoryQueries } from './inventory/routes.ts';
import type { ReadDeps } from './kernel/deps.ts';
import { offeringQueries } from './offering/routes.ts';
import { orderQueries } from './order/routes.ts';
import { paymentQueries } from './payment/routes.ts';

export const commerceQueries = (deps: ReadDeps): Route[] => [
  ...offeringQueries(deps),
  ...inventoryQueries(deps),
  ...orderQueries(deps),
  ...paymentQueries(deps),
];
