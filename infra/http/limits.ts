// How much a caller may ask for, counted where all processes of the hub see it. A window begins with its first request and lasts as long as
// it is; setting a clock neither ends nor begins one. While the shared cache is away each process counts by itself.
import type { Cache } from '#domain/kernel/cache.ts';
import { toHubError } from '#domain/kernel/errors.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import type { TenantLimits } from '#domain/tenant/messages.ts';
import { makeMemoryCache } from '../cache/memory.ts';

/** What holds unless a tenant has limits of its own. An address is limited only while nobody is signed in: a clinic is one address. */
export const LIMITS = { addressPerMinute: 100, memberPerHour: 1_000, tenantPerDay: 10_000, inboundPerMinute: 6_000, importsPerMinute: 1_200 };
export type LimitSettings = Readonly<typeof LIMITS>;

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
type Budget = { readonly name: string; readonly key: string; readonly quota: number; readonly windowMs: number };
/** `left` of `quota`, whole again in `resetMs`. */
export type Standing = { readonly name: string; readonly quota: number; readonly windowMs: number; readonly left: number; readonly resetMs: number };
export type Spent = {
  readonly standings: readonly Standing[];
  /** The budget that had not enough left; nothing was spent then. */
  readonly refused?: Standing;
  /** What turned out to cost nothing. */
  giveBack(): Promise<void>;
  /** Turns the caller gets where others get one. */
  readonly share: number;
};
export type Limits = {
  address(address: string, route?: Pick<Route, 'cost' | 'budget'>): Promise<Spent>;
  caller(who: Principal, route: Pick<Route, 'method' | 'cost' | 'budget'>): Promise<Spent>;
};
export type LimitDeps = {
  readonly cache: Cache;
  /** The tenant's own limits; must not fail. */
  readonly limitsOf?: (tenant: string) => Promise<Partial<TenantLimits>>;
  readonly settings?: Partial<LimitSettings>;
  readonly observe?: (budget: string, outcome: 'refused' | 'nearly' | 'counted-alone', tenant?: string) => void;
};

/** The share of a budget from which on a tenant is told. */
const NEARLY = 0.8;
export const costOf = ({ method, cost }: { method?: Route['method']; cost?: number }): number => cost ?? (method === undefined || method === 'get' ? 1 : 2);

export function makeLimits({ cache, limitsOf = async () => ({}), settings, observe }: LimitDeps): Limits {
  const all: LimitSettings = { ...LIMITS, ...settings };
  const alone = makeMemoryCache();

  const count = ({ name, key, windowMs }: Budget, by: number) =>
    cache.increment(key, by, windowMs).catch((error: unknown) => {
      if (toHubError(error).kind !== 'unavailable') throw error;
      observe?.(name, 'counted-alone');
      return alone.increment(key, by, windowMs);
    });

  async function spend(budgets: readonly Budget[], cost: number, { tenant, share = 1 }: { tenant?: string; share?: number } = {}): Promise<Spent> {
    const standings: Standing[] = [];
    const giveBack = async () => void (await Promise.all(budgets.slice(0, standings.length).map((budget) => count(budget, -cost))));
    for (const budget of budgets) {
      const { name, quota, windowMs } = budget;
      const { value, leftMs } = await count(budget, cost);
      const standing = { name, quota, windowMs, left: Math.max(0, quota - value), resetMs: leftMs };
      standings.push(standing);
      if (value > quota) {
        observe?.(name, 'refused', tenant);
        await giveBack();
        return { standings, refused: standing, giveBack: async () => {}, share };
      }
      if (value >= quota * NEARLY && value - cost < quota * NEARLY) observe?.(name, 'nearly', tenant);
    }
    return { standings, giveBack, share };
  }

  function budgetsOf({ tenant, memberId, credential }: Principal, own: Partial<TenantLimits>, budget: Route['budget']): Budget[] {
    const whole = (name: string, quota: number, windowMs: number): Budget => ({ name, key: `${tenant}:limit:${name}`, quota, windowMs });
    if (budget === 'inbound' || credential?.kind === 'widget' || credential?.kind === 'device')
      return [whole('inbound', own.inboundPerMinute ?? all.inboundPerMinute, MINUTE)];
    if (budget === 'import') return [whole('import', all.importsPerMinute, MINUTE)];
    const member = { name: 'member', key: `${tenant}:limit:member:${memberId}`, quota: own.memberPerHour ?? all.memberPerHour, windowMs: HOUR };
    return [member, whole('tenant', own.tenantPerDay ?? all.tenantPerDay, DAY)];
  }

  return {
    address: (address, { cost, budget } = {}) => {
      const quota = budget === 'inbound' ? all.inboundPerMinute : all.addressPerMinute;
      return spend([{ name: 'address', key: `:limit:${budget ?? 'address'}:${address}`, quota, windowMs: MINUTE }], costOf({ cost }));
    },
    caller: async (who, route) => {
      const own = await limitsOf(who.tenant);
      return spend(budgetsOf(who, own, route.budget), costOf(route), { tenant: who.tenant, share: own.share ?? 1 });
    },
  };
}
