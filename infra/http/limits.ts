// How much one caller may ask for. Counters live in this process: with several API processes each grants its own share.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HubError } from '#domain/kernel/errors.ts';

/** Requests per minute: one address without a token, one member, one tenant. */
export type LimitSettings = { readonly anonymousPerMinute: number; readonly memberPerMinute: number; readonly tenantPerMinute: number };
export const LIMITS: LimitSettings = { anonymousPerMinute: 60, memberPerMinute: 1_200, tenantPerMinute: 12_000 };

export type Limits = {
  /** Routes that need no token, and requests whose token is refused. */
  anonymous(address: string): Promise<void>;
  /** Throws `too-many` when the member's or the whole tenant's share is used up; the tenant is charged only for what the member may. */
  member(tenant: string, memberId: string): Promise<void>;
};

export function makeLimits(settings: Partial<LimitSettings> = {}): Limits {
  const { anonymousPerMinute, memberPerMinute, tenantPerMinute } = { ...LIMITS, ...settings };
  const perMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  const addresses = perMinute(anonymousPerMinute);
  const members = perMinute(memberPerMinute);
  const tenants = perMinute(tenantPerMinute);
  return {
    anonymous: (address) => spend(addresses, address, 'address'),
    member: async (tenant, memberId) => {
      await spend(members, `${tenant}/${memberId}`, 'member');
      await spend(tenants, tenant, 'tenant');
    },
  };
}

async function spend(limiter: RateLimiterMemory, key: string, whose: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfter = Math.ceil(refused.msBeforeNext / 1000);
    throw new HubError('too-many', 'request.too-many', `Too many requests from this ${whose}; try again in ${retryAfter} s.`, { detail: { retryAfter } });
  }
}
