import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { countProcesses } from '#infra/postgres/processes.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { startViewsHub, type ViewsHub } from '#infra/testing/views-hub.ts';

const uuid = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const order = (n: number, type: string, data: object) => ({ stream: `order-${uuid(n)}`, type, data });
const placed = (n: number) =>
  order(n, 'OrderPlaced', {
    ...{ contactId: uuid(9), lines: [], currency: 'TRY', paymentMethod: 'cash', timezone: 'UTC', customer: { name: 'x' } },
    ...{ totals: { goods: 0, discount: 0, shipping: 0, tax: 0, total: 0 }, expiresAt: '2026-03-05T00:00:00.000Z' },
  });
type Page = { items: { id: string; process: string; status: string; step: string; stuckSince?: string }[] };

spec('processes on PostgreSQL', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  setup(async () => {
    hub = await startViewsHub();
  });
  teardown(() => hub.stop());
  it('what runs, what ended and what stands still is shown to its own tenant, and only counted for all', async () => {
    hub.log.write(placed(1), placed(2), order(2, 'OrderConfirmed', { year: 2026, number: 1 }), placed(3));
    hub.log.write(order(3, 'OrderCancelled', { why: 'asked', stock: [] }), { ...placed(4), tenant: 'globex' });
    while (!(await hub.level()));
    const get = async (query: string, tenant = 'acme') => (await hub.get<Page>({ tenant, roles: ['admin'] }, `/api/processes?${query}`)).items;
    assert.equal(
      (await get('')).map(({ id, status }) => [id, status]),
      [
        [uuid(3), 'compensated'],
        [uuid(2), 'completed'],
        [uuid(1), 'stuck'],
      ],
    );
    const [stuck] = await get('status=stuck&process=order');
    assert.equal([stuck?.id, stuck?.step, typeof stuck?.stuckSince], [uuid(1), 'OrderPlaced', 'string']);
    assert.equal([(await get('status=completed')).length, (await get('', 'globex')).map(({ id }) => id)], [1, [uuid(4)]]);
    const pool = makePool({ url: hub.appUrl });
    assert.equal(await countProcesses(pool, new Date()), { running: 2, stuck: 'order 2' });
    await pool.end();
  });
});
