import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Route, RouteRequest } from '#domain/kernel/route.ts';
import { as } from '#infra/testing/given.ts';
import { makeMemoryStore, pretendDigest, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { commerceRoutes } from './commerce.ts';
import { bulkOf } from './kernel/bulk.ts';
import { makeDispatch } from './kernel/dispatch.ts';
import { writeRoutes } from './index.ts';

const tenant = 'acme';
const UNKNOWN = '0190d0c0-0000-7000-8000-000000000099';
type Item = { index: number; status: number; id?: string; code?: string; events?: string[]; revision?: number };
type Body = { done: number; refused: number; items: Item[] };

function shop() {
  const store = makeMemoryStore();
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, now: () => new Date('2026-01-01T00:00:00.000Z') });
  const routes = commerceRoutes({ dispatch, store, open: pretendOpen, tenantDigest: pretendDigest });
  const call = async (route: Route, body: object, commandId: string): Promise<Body> => {
    const who = { tenant, memberId: 'm', roles: ['admin'], rights: rightsOf(['admin']), session: 's' };
    const asked = { who, actor: as('admin'), params: {}, query: {}, headers: {}, correlationId: 'c', commandId, body: route.body!.parse(body) };
    return (await route.handle(asked as unknown as RouteRequest as never)).body as Body;
  };
  const bulk = (method: string, path: string) => bulkOf(routes.find((r) => r.method === method && r.path === path)!, { path: '/bulk', summary: 'x', most: 3 });
  return {
    store,
    call,
    offers: bulk('post', '/api/offerings'),
    prices: bulk('post', '/api/offerings/{id}/prices'),
    adjust: bulk('post', '/api/inventory/{id}/adjust'),
  };
}
const cream = (name: string) => ({ name, offering_type: 'product', price: '450.00', currency: 'TRY', meta_info: { sku: name, stock_tracking: false } });

spec('many in one request', (it) => {
  it('each item is done and answered as it would be alone', async () => {
    const { call, offers, prices } = shop();
    const made = await call(offers, { items: [cream('a'), cream('b')] }, 'k1');
    assert.equal([made.done, made.refused, made.items.map(({ status }) => status)], [2, 0, [201, 201]]);
    const [a, b] = made.items.map(({ id }) => id!);
    const priced = await call(
      prices,
      {
        items: [
          { id: a, price: 5 },
          { id: UNKNOWN, price: 5 },
          { id: b, price: 6, currency: 'EUR' },
        ],
      },
      'k2',
    );
    assert.equal(
      priced.items.map(({ index, status, code }) => [index, status, code]),
      [
        [0, 200, undefined],
        [1, 404, 'offering.unknown'],
        [2, 409, 'offering.other-currency'],
      ],
    );
    assert.equal([priced.done, priced.refused], [1, 2]);
  });
  it('a repeat changes nothing and answers the same', async () => {
    const { store, call, offers } = shop();
    const first = await call(offers, { items: [cream('a'), cream('b')] }, 'k1');
    const events = store.log.length;
    assert.equal(await call(offers, { items: [cream('a'), cream('b')] }, 'k1'), first);
    assert.is(store.log.length, events);
    assert.is.not((await call(offers, { items: [cream('a')] }, 'k2')).items[0]!.id, first.items[0]!.id);
  });
  it('what does not fit refuses the whole request before anything is done, and so does too much', () => {
    const { offers, adjust } = shop();
    assert.not.ok(offers.body!.safeParse({ items: [cream('a'), { ...cream('b'), price: -1 }] }).success);
    assert.not.ok(offers.body!.safeParse({ items: [1, 2, 3, 4].map((n) => cream(String(n))) }).success);
    assert.not.ok(offers.body!.safeParse({ items: [] }).success);
    assert.not.ok(adjust.body!.safeParse({ items: [{ id: UNKNOWN, quantity: 1, strange: 1 }] }).success);
  });
  it('offerings, prices, stock, appointments and members have one', () => {
    const unused = new Proxy({}, { get: (_, name) => (name === 'providers' ? undefined : () => undefined) }) as never;
    const paths = new Set(writeRoutes(unused).map(({ path }) => path));
    for (const path of ['offerings/import', 'offerings/prices', 'inventory/receive', 'inventory/adjust', 'appointments/cancel', 'members/import'])
      assert.ok(paths.has(`/api/${path}`), path);
  });
});
