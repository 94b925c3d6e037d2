import * as assert from 'uvu/assert';
import type { Cache } from '#domain/kernel/cache.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { TenantLimits } from '#domain/tenant/messages.ts';
import { DEFAULT_LIMITS } from '#domain/tenant/decider.ts';
import { makeMemoryCache } from '../cache/memory.ts';
import { as } from '../testing/given.ts';
import { makeMemoryStore } from '../testing/memory-store.ts';
import { spec } from '../testing/spec.ts';
import { makeLimitsOf } from './limits-of.ts';
import { isLate } from './lateness.ts';
import { type LimitDeps, makeLimits } from './limits.ts';

const who = (tenant: string, memberId = 'm'): Principal => ({ tenant, memberId, roles: ['nurse'], rights: rightsOf(['nurse']), session: 's' });
const read = { method: 'get' } as const;
const write = { method: 'post' } as const;
const made = (more: Partial<LimitDeps> = {}) => makeLimits({ cache: makeMemoryCache(), ...more });
const away: Cache['increment'] = async () => {
  throw new HubError('unavailable', 'cache.away', 'away');
};
const repeat = async <T>(times: number, work: () => Promise<T>): Promise<T[]> => {
  const all: T[] = [];
  for (let i = 0; i < times; i += 1) all.push(await work());
  return all;
};

spec('limits', (it) => {
  it('the defaults are 100 a minute for an address, 1,000 an hour for a member and 10,000 a day for a tenant', async () => {
    const limits = made();
    const quotas = ({ standings }: Awaited<ReturnType<typeof limits.address>>) =>
      standings.map(({ name, quota, windowMs }) => `${name} ${quota}/${windowMs / 1000}s`);
    assert.equal(quotas(await limits.address('1.2.3.4')), ['address 100/60s']);
    assert.equal(quotas(await limits.caller(who('acme'), read)), ['member 1000/3600s', 'tenant 10000/86400s']);
    const answers = await repeat(100, () => limits.address('1.2.3.4'));
    assert.equal([answers[98]!.refused, answers[99]!.refused?.name], [undefined, 'address']);
  });
  it('a request costs what its route weighs, and what is refused or given back costs nothing', async () => {
    const limits = made({ settings: { memberPerHour: 10 } });
    const left = async (route: Parameters<typeof limits.caller>[1]) => (await limits.caller(who('acme'), route)).standings[0]!.left;
    assert.is(await left(read), 9);
    assert.is(await left(write), 7);
    const big = await limits.caller(who('acme'), { ...read, cost: 100 });
    assert.equal([big.refused?.name, big.standings[0]!.left], ['member', 0]);
    const dear = await limits.caller(who('acme'), { ...read, cost: 5 });
    assert.is(dear.standings[0]!.left, 2);
    await dear.giveBack();
    assert.is(await left(read), 6);
  });
  it('one member over the limit uses up neither a colleague nor the tenant', async () => {
    const limits = made({ settings: { memberPerHour: 3, tenantPerDay: 5 } });
    const answers = await repeat(50, () => limits.caller(who('acme', 'a'), read));
    assert.is(answers.filter(({ refused }) => refused?.name === 'member').length, 47);
    assert.equal(
      (await repeat(2, () => limits.caller(who('acme', 'b'), read))).map(({ refused }) => refused),
      [undefined, undefined],
    );
    assert.is((await limits.caller(who('acme', 'b'), read)).refused?.name, 'tenant');
    assert.is((await limits.caller(who('other', 'a'), read)).refused, undefined);
  });
  it('calls, devices and webhooks are counted apart, so that nobody at a screen starves them', async () => {
    const limits = made({ settings: { memberPerHour: 1, inboundPerMinute: 2, importsPerMinute: 1 } });
    await repeat(5, () => limits.caller(who('acme'), read));
    assert.is((await limits.caller(who('acme'), { ...write, cost: 1, budget: 'inbound' })).refused, undefined);
    assert.is((await limits.caller(who('acme'), { ...write, cost: 1, budget: 'import' })).refused, undefined);
    assert.is((await limits.caller(who('acme'), { ...write, cost: 2, budget: 'inbound' })).refused?.name, 'inbound');
  });
  it('processes that share a cache share the limits', async () => {
    const cache = makeMemoryCache();
    const [one, other] = [made({ cache }), made({ cache })];
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => (i % 2 ? one : other).address('1.2.3.4')));
    assert.is(answers.filter(({ refused }) => !refused).length, 100);
  });
  it('while the shared cache is away requests go on, counted by each process alone and in a metric', async () => {
    const told: string[] = [];
    const limits = made({ cache: { ...makeMemoryCache(), increment: away }, observe: (budget, what) => told.push(`${budget} ${what}`) });
    const answers = await repeat(101, () => limits.address('1.2.3.4'));
    assert.is(answers.filter(({ refused }) => refused).length, 1);
    assert.is(told.filter((line) => line === 'address counted-alone').length, 102);
  });
  it('a tenant is told once in a window when four fifths are used', async () => {
    const told: string[] = [];
    const limits = made({ settings: { memberPerHour: 10 }, observe: (budget, what, tenant) => told.push(`${tenant} ${budget} ${what}`) });
    await repeat(10, () => limits.caller(who('acme'), read));
    assert.equal(told, ['acme member nearly']);
  });
  it('what an operator set for a tenant holds instead of the default, within half a minute, and null is the default again', async () => {
    const store = makeMemoryStore();
    let time = 0;
    const limitsOf = makeLimitsOf({ store, now: () => time });
    const meta = { tenant: 'acme', actor: as('operator'), correlationId: '', causationId: '', schema: 1, occurredAt: new Date(0).toISOString() };
    const write = (id: string, type: string, data: object) => store.append({ tenant: 'acme', slice: 'tenant', id: 'acme' }, [{ id, type, data, meta }], 'any');
    const set = (limits: Partial<TenantLimits>) => write(`set-${Math.random()}`, 'TenantLimitsSet', { ...DEFAULT_LIMITS, ...limits });
    await write('r', 'TenantRegistered', { slug: 'acme', kind: 'clinic', name: 'A', locale: 'tr', timezone: 'UTC' });
    const limits = made({ limitsOf });
    const quotas = async () => (await limits.caller(who('acme'), read)).standings.map(({ quota }) => quota);
    assert.equal(await quotas(), [1_000, 10_000]);
    await set({ memberPerHour: 5, tenantPerDay: 50, share: 3 });
    time = 29_999;
    assert.equal(await quotas(), [1_000, 10_000]);
    time = 30_000;
    assert.equal(await quotas(), [5, 50]);
    assert.is((await limits.caller(who('acme'), read)).share, 3);
    await set({ tenantPerDay: 7 });
    time = 60_000;
    assert.equal(await quotas(), [1_000, 7]);
    assert.equal(
      await makeLimitsOf({
        store: {
          read: () => {
            throw new HubError('unavailable', 'eventstore.away', '');
          },
        },
      })('acme'),
      DEFAULT_LIMITS,
    );
  });
  it('the process is overloaded when it is late for seconds, not for a moment', () => {
    const moment = [0, 0, 0, 3_000, 900, 0, 0, 0];
    assert.not.ok(isLate(moment));
    assert.not.ok(isLate([900, 900, 900]));
    assert.ok(isLate([450, 500, 900, 410, 700, 0, 500, 450]));
  });
});
