// Commands that end the keeping of personal data.
import type { Route } from '#domain/kernel/route.ts';
import { erasurePermits } from './erasure/permits.ts';
import { type ErasureDeps, erasureRoutes } from './erasure/routes.ts';
import { erasurebookPermits } from './erasurebook/permits.ts';
import type { Permits } from './kernel/permits.ts';
import { retentionPermits } from './retention/permits.ts';
import { retentionRoutes } from './retention/routes.ts';

export { destructions } from './retention/reactor.ts';

export type PrivacyDeps = ErasureDeps;
export const privacyPermits: Permits = { ...erasurePermits, ...erasurebookPermits, ...retentionPermits };
export const privacyRoutes = (deps: PrivacyDeps): Route[] => [...erasureRoutes(deps), ...retentionRoutes(deps)];
