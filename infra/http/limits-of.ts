// The limits that an operator gave a tenant, from the tenant's own stream. A change holds in every process within half a minute.
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { DEFAULT_LIMITS } from '#domain/tenant/decider.ts';
import type { TenantLimits } from '#domain/tenant/messages.ts';
import { tenantSlice } from '#domain/tenant/slice.ts';
import { look } from '#write-side/kernel/look.ts';
import { tenantStream } from '#write-side/tenant/routes.ts';
import { makeKeyCache } from '../sealing/key-cache.ts';

const HOLDS_MS = 30_000;
const MOST = 25_000;

/** Never fails: while the event store is away the defaults hold. */
export function makeLimitsOf({ store, now = Date.now }: { store: StreamReader; now?: () => number }): (tenant: string) => Promise<TenantLimits> {
  const known = makeKeyCache<TenantLimits>({ most: MOST, ttlMs: HOLDS_MS, now });
  const load = async (tenant: string): Promise<TenantLimits> => {
    const state = await look(store, tenantSlice, tenantStream(tenant));
    return state.status === 'unknown' ? DEFAULT_LIMITS : state.limits;
  };
  return (tenant) => known.get(tenant, () => load(tenant)).catch(() => DEFAULT_LIMITS);
}
