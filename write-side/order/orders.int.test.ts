// Orders over the real event store, given by several processes at once, with their reactors reading it as competing consumers.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { commerceSlices } from '#domain/commerce.ts';
import { promised, type Stock } from '#domain/inventory/stock.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import { rightsOf, type Role } from '#domain/kernel/roles.ts';
import type { Answer, Route } from '#domain/kernel/route.ts';
import { type Started, startEventStore } from '#infra/embedded/eventstore/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makeFakePayments } from '#infra/testing/fakes/payment.ts';
import { pretendDigest, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeTake } from '#write-side/adapter/take.ts';
import { makeContacts } from '#write-side/conversation/contact.ts';
import { commercePermits, commerceReactors, commerceRoutes } from '#write-side/commerce.ts';
import { inventorySlice } from '#domain/inventory/slice.ts';
import { stockStream } from '#write-side/inventory/stock-of.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { look } from '#write-side/kernel/look.ts';
import { runReactor } from '#write-side/kernel/reactor.ts';

const tenant = 'acme';
const [PIECES, BUYERS] = [7, 40];
type Body = Record<string, string>;

spec('orders over the real event store', (it, { setup, teardown }) => {
  const provider = makeFakePayments();
  const [stopping, parked] = [new AbortController(), [] as string[]];
  let server: Started | undefined;
  let store: EventStore;
  let hubs: { dispatch: Dispatch; routes: Route[] }[];
  let running: Promise<void>[] = [];

  setup(async () => {
    server = await startEventStore({ data: undefined });
    store = makeEventStore({ url: server.url });
    hubs = Array.from({ length: 4 }, () => {
      const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices: commerceSlices, permits: commercePermits, now: () => new Date() });
      return { dispatch, routes: commerceRoutes({ dispatch, store, open: pretendOpen, tenantDigest: pretendDigest, payments: provider.payments }) };
    });
    const onFault = (name: string, _: Recorded, error: Error) => void parked.push(`${name} ${error.message}`);
    running = commerceReactors(provider.payments).map((reactor, i) =>
      runReactor(reactor, { store, dispatch: hubs[i % 4]!.dispatch, onFault }, stopping.signal),
    );
  });
  teardown(async () => {
    stopping.abort();
    await Promise.allSettled(running);
    await store?.close();
    await server?.stop();
  });

  /** A call as the HTTP layer makes it, to one of the processes. */
  async function call(at: string, role: Role, params: object, body: unknown, hub = 0): Promise<Answer & { body: Body }> {
    const [method, path] = at.split(' ');
    const route = hubs[hub % 4]!.routes.find((r) => r.method === method && r.path === path)!;
    const who = { tenant, memberId: randomUUID(), roles: [role], rights: rightsOf([role]), session: 's' };
    const actor = { id: who.memberId, kind: 'staff', role } as const;
    const parsed = route.body ? route.body.parse(body) : undefined;
    const request = { who, actor, params, query: {}, headers: {}, body: parsed, correlationId: 'c', commandId: randomUUID() };
    return (await route.handle(request as never)) as Answer & { body: Body };
  }
  const product = async (sku: string, stock_quantity: number): Promise<string> =>
    (await call('post /api/offerings', 'admin', {}, { offering_type: 'product', name: sku, price: 450, meta_info: { sku, stock_quantity, tax_rate: 0.18 } }))
      .body['id']!;
  const order = (product_id: string, n: number) =>
    call('post /api/orders', 'coordinator', {}, { items: [{ product_id, quantity: 1 }], customer: { name: 'Ayşe Demir', phone: `+90555${n}` } }, n);
  const events = async (stream: StreamId): Promise<Recorded[]> => {
    const found: Recorded[] = [];
    for await (const event of store.read(stream)) found.push(event);
    return found;
  };
  const counted = async (stream: StreamId, type: string) => (await events(stream)).filter((e) => e.type === type).length;
  const paymentStream = (id: string): StreamId => ({ tenant, slice: 'payment', id });
  async function until(check: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 10_000; !(await check()); await sleep(20)) assert.ok(Date.now() < end, 'it did not come to that in time');
  }

  it('parallel buyers of the last pieces get exactly what is there, and every other is told', async () => {
    const cream = await product('KREM-001', PIECES);
    const answers = await Promise.all(Array.from({ length: BUYERS }, (_, n) => order(cream, n)));
    const placed = answers.filter(({ status }) => status === 201);
    assert.is(placed.length, PIECES);
    assert.ok(placed.every(({ body }) => body['payment_link']?.startsWith('https://pay.example.com/') && body['total_amount'] === '450.00'));
    assert.ok(answers.every(({ status, body }) => status === 201 || (status === 409 && body['code'] === 'order.out-of-stock')));
    const stock = await look<never, never, Stock>(store, inventorySlice as never, stockStream(tenant, cream, 'main'));
    assert.equal([stock.onHand, promised(stock)], [PIECES, PIECES]);
  });

  it('webhooks that come many times and the customer’s return together capture once', async () => {
    const { body } = await order(await product('KREM-002', 1), 1);
    const payment = body['payment_id']!;
    provider.pay(body['payment_link']!.split('/').at(-1)!);
    const hook = provider.hooks.find(({ paymentId }) => paymentId === payment)!;
    const takes = hubs.map(({ dispatch }) => makeTake({ dispatch, store, contacts: makeContacts({ store, tenantDigest: pretendDigest }) }));
    const webhook = (n: number) => takes[n % 4]!(tenant, 'fake', { kind: 'payment', id: hook.evidenceId, paymentId: payment, source: 'webhook' }, randomUUID());
    const back = (n: number) => call('post /api/payments/{id}/return', 'coordinator', { id: payment }, undefined, n);
    const answers = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((n) => (n % 2 ? webhook(n) : back(n))));
    assert.ok(answers.every((answer) => answer === 'taken' || (answer !== 'ignored' && answer.status === 200)));
    const stream = { tenant, slice: 'order', id: body['id']! };
    await until(async () => (await counted(stream, 'OrderConfirmed')) === 1);
    assert.equal([await counted(paymentStream(payment), 'PaymentCaptured'), await counted(stream, 'OrderPaid'), provider.held(payment)], [1, 1, 45_000]);
  });

  it('orders paid at once get numbers without a gap', async () => {
    const soap = await product('SABUN-001', 12);
    const placed = await Promise.all(Array.from({ length: 12 }, (_, n) => order(soap, n)));
    for (const { body } of placed) provider.pay(body['payment_link']!.split('/').at(-1)!);
    await Promise.all(placed.map(({ body }, n) => call('post /api/payments/{id}/return', 'coordinator', { id: body['payment_id']! }, undefined, n)));
    const book = { tenant, slice: 'orderbook', id: String(new Date().getFullYear()) };
    await until(async () => (await events(book)).length === 13);
    const numbers = (await events(book)).map(({ data }) => (data as { number: number }).number);
    assert.equal(
      numbers,
      Array.from({ length: 13 }, (_, i) => i + 1),
    );
  });

  it('a paid order that is cancelled has its money and its stock back, and nothing was parked', async () => {
    const cream = await product('KREM-003', 1);
    const { body } = await order(cream, 1);
    provider.pay(body['payment_link']!.split('/').at(-1)!);
    await call('post /api/payments/{id}/return', 'coordinator', { id: body['payment_id']! }, undefined);
    const cancelled = await call('put /api/orders/{id}/status', 'finance', { id: body['id']! }, { status: 'cancelled' });
    assert.equal([cancelled.status, cancelled.body['status']], [200, 'cancelled']);
    await until(async () => provider.held(body['payment_id']!) === 0);
    assert.is((await order(cream, 2)).status, 201);
    assert.equal(parked, []);
    assert.is(isRejection(cancelled.body), false);
  });
});
