// The whole process of an order over stock, number and payment, with everything that can go wrong between the steps.
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { promised, type Stock } from '#domain/inventory/stock.ts';
import { makeWorld, orderStream, paymentStream, place, stock, track, type World } from '#infra/testing/commerce-world.ts';
import type { KnownOrder } from '#domain/order/state.ts';
import { type FakePayments, makeFakePayments } from '#infra/testing/fakes/payment.ts';
import { spec } from '#infra/testing/spec.ts';
import { makePaymentReactor } from '#write-side/payment/reactor.ts';
import { orderNumbers } from './numbers.ts';
import { orderPayment, paymentOf } from './payment.ts';
import { orderStock } from './stock.ts';

const orderId = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const shop = (provider: FakePayments = makeFakePayments()) => makeWorld([orderStock, orderNumbers, orderPayment, makePaymentReactor(provider.payments)]);
const ask = (world: World, id: string) => world.give(orderStream(id), 'RequestOrderPayment', { paymentId: paymentOf(id), provider: 'fake' });
const hint = (world: World, id: string, evidenceId: string) => world.give(paymentStream(paymentOf(id)), 'RecordEvidence', { evidenceId, source: 'webhook' });
const session = (world: World, id: string): string | undefined => world.state<{ session?: string }>(paymentStream(paymentOf(id))).session;
const status = (world: World, id: string): string => world.state<{ status: string }>(orderStream(id)).status;
const data = (event: Recorded) => event.data as Record<string, unknown>;

function neverOversold(world: World): void {
  for (const n of [1, 2]) {
    const now = world.state<Stock>(stock(n));
    assert.ok(promised(now) <= now.onHand, 'oversold');
  }
}

/** What must hold when everything has been delivered: each order is completed or compensated, and nothing is left over. */
function settled(world: World, provider: FakePayments, orders: readonly string[]): void {
  neverOversold(world);
  assert.equal(world.parked, []);
  const holds = [1, 2].map((n) => Object.entries(world.state<Stock>(stock(n)).holds)).flat();
  for (const id of orders) {
    const own = holds.filter(([holder]) => holder === id).map(([, { state }]) => state);
    const held = provider.held(paymentOf(id));
    const { totals, isConfirmed } = world.state<KnownOrder>(orderStream(id));
    const is = status(world, id);
    if (is === 'pending') assert.ok(own.every((state) => state === 'reserved') && held === 0, `${is} ${own.join()} ${held}`);
    if (is === 'paid')
      assert.ok(own.length > 0 && own.every((state) => state === 'committed') && held === totals.total && isConfirmed, `${is} ${own.join()} ${held}`);
    if (is === 'shipped') assert.ok(own.length === 0 && held === totals.total, `${is} ${own.join()} ${held}`);
    if (is === 'cancelled' || is === 'returned') assert.ok(own.length === 0 && held === 0, `${is} ${own.join()} ${held}`);
  }
  const numbers = world.events('OrderNumbered').map((e) => data(e)['number']);
  assert.equal(
    numbers,
    Array.from({ length: world.events('OrderPaid').length }, (_, i) => i + 1),
    'numbers have no gap',
  );
  const taken = [...world.events('PaymentCaptured'), ...world.events('SurplusCaptured')].map((e) => data(e)['providerPaymentId']);
  assert.is(new Set(taken).size, taken.length, 'one capture for each payment at the provider');
}

/** One order from beginning to end, dying at command `death`. */
async function story(end: 'paid' | 'cancelled' | 'too-late' | 'failed' | 'returned', death?: { at: number; after: boolean }) {
  const provider = makeFakePayments();
  const [world, id] = [shop(provider), orderId(1)];
  const [a, b] = [1, 2];
  await track(world, a, 5);
  await track(world, b, 5);
  world.die(death);
  await place(world, id, [
    { product: a, quantity: 2 },
    { product: b, quantity: 1 },
  ]);
  await world.drain();
  await ask(world, id);
  await world.drain();
  if (end === 'too-late') await world.give(orderStream(id), 'CancelOrder', {});
  provider.pay(session(world, id)!, end === 'failed' ? { status: 'failed' } : {});
  await hint(world, id, 'evt');
  await world.drain();
  if (end === 'cancelled') await world.give(orderStream(id), 'CancelOrder', {});
  if (end === 'returned') for (const type of ['ShipOrder', 'ReturnOrder']) await world.give(orderStream(id), type, {});
  await world.drain();
  settled(world, provider, [id]);
  const stocks = [a, b].map((n) => world.state<Stock>(stock(n)));
  return { types: world.store.log.map((e) => `${e.stream.slice} ${e.type}`).sort(), status: status(world, id), stocks, commands: world.commands() };
}

spec('the process of an order', (it) => {
  it('ends completed or compensated, whatever it comes to', async () => {
    assert.equal(
      (await story('paid')).stocks.map(({ onHand, holds }) => [onHand, Object.keys(holds).length]),
      [
        [5, 1],
        [5, 1],
      ],
    );
    for (const end of ['cancelled', 'too-late', 'failed', 'returned'] as const) {
      const { status, stocks } = await story(end);
      assert.is(status, end === 'returned' ? 'returned' : 'cancelled');
      assert.equal(
        stocks.map(({ onHand, holds }) => [onHand, holds]),
        [
          [5, {}],
          [5, {}],
        ],
      );
    }
  });
  it('a process that dies before or after any of its commands ends the same', async () => {
    for (const end of ['paid', 'cancelled', 'too-late', 'failed', 'returned'] as const) {
      const whole = await story(end);
      for (let at = 0; at < whole.commands; at++)
        for (const after of [false, true]) {
          const cut = await story(end, { at, after });
          assert.equal(cut.types, whole.types, `${end} at ${at} ${after ? 'after' : 'before'}`);
        }
    }
  });
  it('an order that cannot have all gets nothing, and frees what it had', async () => {
    const world = shop();
    await track(world, 1, 1);
    await track(world, 2, 0);
    await place(world, orderId(1), [
      { product: 1, quantity: 1 },
      { product: 2, quantity: 1 },
    ]);
    await world.drain();
    assert.is(status(world, orderId(1)), 'cancelled');
    assert.equal(
      world.events('OrderCancelled').map((e) => data(e)['why']),
      ['out-of-stock'],
    );
    assert.equal(world.state<Stock>(stock(1)).holds, {});
  });
  it('completed or compensated under any interleaving, with repeats, old answers, failures and deaths', async () => {
    const weights = { deliver: 12, ask: 2, pay: 3, webhook: 4, ship: 1, cancel: 0.3, expire: 0.2, takeBack: 0.3 };
    const acts = Object.entries(weights).map(([act, weight]) => ({ weight: weight * 10, arbitrary: fc.constant(act as keyof typeof weights) }));
    const step = fc.record({ act: fc.oneof(...acts), pick: fc.nat(1000), order: fc.integer({ min: 1, max: 4 }), again: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 200 }), fc.integer({ min: 1, max: 2 ** 31 - 2 }), fc.nat(200), async (steps, seed, death) => {
        let dice = seed;
        const trouble = { random: () => (dice = (dice * 48_271) % 2_147_483_647) / 2_147_483_647, rate: 0.2 };
        const provider = makeFakePayments(trouble);
        const [world, orders] = [shop(provider), [1, 2, 3, 4].map(orderId)];
        await track(world, 1, 5);
        await track(world, 2, 3);
        const lines = (n: number) => [
          { product: 1, quantity: (n % 2) + 1 },
          { product: 2, quantity: 1 },
        ];
        for (const [n, id] of orders.entries()) await place(world, id, lines(n));
        world.die({ at: death, after: death % 2 === 0 });
        const act = async (act: keyof typeof weights, id: string, pick: number, again: boolean): Promise<unknown> => {
          const open = session(world, id);
          const heard = provider.hooks[pick % Math.max(1, provider.hooks.length)];
          if (act === 'deliver') return world.waiting.length > 0 && world.deliver(pick, again);
          if (act === 'ask') return ask(world, id);
          if (act === 'pay') return open && provider.pay(open, pick % 8 === 0 ? { status: 'failed' } : {});
          if (act === 'webhook')
            return heard && world.give(paymentStream(heard.paymentId), 'RecordEvidence', { evidenceId: heard.evidenceId, source: 'webhook' });
          if (act === 'expire') world.pass(31);
          const type = { ship: 'ShipOrder', cancel: 'CancelOrder', expire: 'ExpireOrder', takeBack: 'ReturnOrder' }[act];
          return world.give(orderStream(id), type, {});
        };
        for (const { act: what, pick, order, again } of steps) {
          await act(what, orderId(order), pick, again);
          neverOversold(world);
        }
        await world.drain();
        trouble.rate = 0;
        for (const id of orders) if (session(world, id)) await hint(world, id, 'last');
        await world.drain();
        settled(world, provider, orders);
      }),
      { numRuns: 80 },
    );
  });
});
