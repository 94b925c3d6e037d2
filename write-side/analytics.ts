// What those who ask the warehouse may keep: queries, dashboards, keys for their tools.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { analystkeyPermits } from './analystkey/permits.ts';
import { analystkeyRoutes } from './analystkey/routes.ts';
import { dashboardPermits } from './dashboard/permits.ts';
import { dashboardRoutes } from './dashboard/routes.ts';
import { savedqueryPermits } from './savedquery/permits.ts';
import { savedqueryRoutes } from './savedquery/routes.ts';

export const analyticsPermits = { ...savedqueryPermits, ...dashboardPermits, ...analystkeyPermits };
export const analyticsRoutes = (deps: { dispatch: Dispatch; store: StreamReader; tenantDigest: TenantDigest }): Route[] => [
  ...savedqueryRoutes(deps),
  ...dashboardRoutes(deps),
  ...analystkeyRoutes(deps),
];
