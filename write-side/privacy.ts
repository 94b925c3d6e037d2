// Commands that end the keeping of personal data.
import type { Route } from '#domain/kernel/route.ts';
import { basisPermits } from './basis/permits.ts';
import { basisRoutes } from './basis/routes.ts';
import { erasurePermits } from './erasure/permits.ts';
import { type ErasureDeps, erasureRoutes } from './erasure/routes.ts';
import { erasurebookPermits } from './erasurebook/permits.ts';
import type { Permits } from './kernel/permits.ts';
import { retentionPermits } from './retention/permits.ts';
import { retentionRoutes } from './retention/routes.ts';

export { destructions } from './retention/reactor.ts';

export type PrivacyDeps = ErasureDeps;
export const privacyPermits: Permits = { ...basisPermits, ...erasurePermits, ...erasurebookPermits, ...retentionPermits };
export const privacyRoutes = (deps: PrivacyDeps): Route[] => [...basisRoutes(deps), ...erasureRoutes(deps), ...retentionRoutes(deps)];
