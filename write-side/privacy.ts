// Commands that end the keeping of personal data.
import type { Route } from '#domain/kernel/route.ts';
import { erasurePermits } from './erasure/permits.ts';
import { type ErasureDeps, erasureRoutes } from './erasure/routes.ts';
import { erasurebookPermits } from './erasurebook/permits.ts';
import type { Permits } from './kernel/permits.ts';

export type PrivacyDeps = ErasureDeps;
export const privacyPermits: Permits = { ...erasurePermits, ...erasurebookPermits };
export const privacyRoutes = (deps: PrivacyDeps): Route[] => [...erasureRoutes(deps)];
