// Orders paid by Stripe's own protocol, with everything that a provider and a network do: busy, broken, slow, cut off after the effect, and
// webhooks that come late, twice and in any order.
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { KnownOrder } from '#domain/order/state.ts';
import { makeGuard } from '#infra/calls/guard.ts';
import { makeWorld, orderStream, paymentStream, place, track } from '#infra/testing/commerce-world.ts';
import type { Fault } from '#infra/testing/fakes/server.ts';
import { type FakeStripe, startFakeStripe, type StripeEvent } from '#infra/testing/fakes/stripe.ts';
import { spec } from '#infra/testing/spec.ts';
import type { Connection } from '#write-side/adapter/connections.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { orderNumbers } from '#write-side/order/numbers.ts';
import { orderPayment, paymentOf } from '#write-side/order/payment.ts';
import { orderStock } from '#write-side/order/stock.ts';
import { makePaymentReactor } from '#write-side/payment/reactor.ts';
import { makeStripeClient } from './client.ts';
import { makeStripeHook } from './hook.ts';
import { makeStripePayments } from './payments.ts';

const SECRET = 'whsec_fake';
const connection: Connection = {
  ...{ tenant: 'acme', provider: 'stripe', account: 'acct_1', secrets: {}, signing: [{ webhookSecret: SECRET }], hooks: [1] },
  settings: { currencies: 'TRY', returnUrl: 'https://clinic.example/paid' },
};
const FAULTS: readonly Fault[] = ['cut-before', 'cut-after', { slow: 2 }, { status: 500 }, { status: 429, headers: { 'retry-after': '0' } }];

function shop(fake: FakeStripe) {
  const [stripe, guard] = [makeStripeClient(fake.secretKey, fake.url), makeGuard({ firstMs: 0, longestMs: 0 })];
  const provider = makeStripePayments({ stripe, connection, guard });
  const world = makeWorld([orderStock, orderNumbers, orderPayment, makePaymentReactor({ choose: () => 'stripe', provider: () => provider })]);
  const hook = makeStripeHook({ client: () => stripe, guard });
  async function webhook(event: StripeEvent): Promise<void> {
    const { body, headers } = fake.signed(event, SECRET);
    const request = { body: Buffer.from(body), headers, query: {}, url: '', at: new Date() };
    assert.ok(hook.isGenuine(connection, request));
    const told = await Promise.resolve(hook.read(connection, request)).catch(() => []);
    for (const { heard } of told)
      if (heard.kind === 'payment') await world.give(paymentStream(heard.paymentId), 'RecordEvidence', { evidenceId: heard.id, source: 'webhook' });
  }
  return { world, webhook };
}

spec('orders paid by Stripe', (it) => {
  it('one capture for each payment, and every order is paid for or has its money back, under faults and any order of webhooks', async () => {
    const step = fc.record({
      act: fc.constantFrom('deliver', 'deliver', 'deliver', 'pay', 'webhook', 'webhook', 'cancel'),
      pick: fc.nat(1000),
      order: fc.nat(2),
    });
    const fault = fc.record({ at: fc.nat(60), of: fc.constantFrom(...FAULTS) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 90 }), fc.array(fault, { maxLength: 20 }), fc.nat(1e9), async (steps, faults, run) => {
        const fake = await startFakeStripe();
        try {
          const { world, webhook } = shop(fake);
          const orders = [0, 1, 2].map((n) => derivedId('order', String(run), String(n)));
          await track(world, 1, 6);
          for (const id of orders) {
            await place(world, id, [{ product: 1, quantity: 2 }]);
            await world.drain();
            await world.give(orderStream(id), 'RequestOrderPayment', { paymentId: paymentOf(id), provider: 'stripe' });
          }
          let calls = 0;
          fake.faults.always(() => faults.find(({ at }) => at === calls++ % 61)?.of);
          const session = (id: string) => world.state<{ session?: string }>(paymentStream(paymentOf(id))).session;
          for (const { act, pick, order } of steps) {
            const id = orders[order]!;
            const open = session(id);
            const event = fake.events[pick % Math.max(1, fake.events.length)];
            if (act === 'deliver' && world.waiting.length > 0) await world.deliver(pick, pick % 5 === 0);
            if (act === 'pay' && open && fake.sessions.get(open)?.status === 'open') fake.pay(open);
            if (act === 'webhook' && event) await webhook(event);
            if (act === 'cancel' && pick % 7 === 0) await world.give(orderStream(id), 'CancelOrder', {});
          }
          fake.faults.none();
          for (const event of [...fake.events].reverse()) await webhook(event);
          await world.drain();
          assert.equal(world.parked, []);
          const data = (event: Recorded) => event.data as { providerPaymentId: string };
          const taken = [...world.events('PaymentCaptured'), ...world.events('SurplusCaptured')].map((e) => data(e).providerPaymentId);
          assert.is(new Set(taken).size, taken.length);
          for (const id of orders) {
            const { status, totals } = world.state<KnownOrder>(orderStream(id));
            assert.is(fake.held(paymentOf(id)), status === 'paid' ? totals.total : 0, status);
          }
        } finally {
          await fake.close();
        }
      }),
      { numRuns: 12 },
    );
  });
  it('a webhook of another system, of another tenant, changed by a byte or five minutes old is nothing', async () => {
    const fake = await startFakeStripe();
    try {
      const hook = makeStripeHook({ client: () => makeStripeClient(fake.secretKey, fake.url), guard: makeGuard() });
      const tagged = (tags: object): StripeEvent => ({
        id: 'evt_1',
        object: 'event',
        type: 'payment_intent.succeeded',
        data: { object: { id: 'pi_1', metadata: tags } },
      });
      const ours = tagged({ hub_tenant: 'acme', hub_payment: derivedId('payment', '1') });
      const request = ({ body, headers }: ReturnType<FakeStripe['signed']>) => ({ body: Buffer.from(body), headers, query: {}, url: '', at: new Date() });
      const read = async (event: StripeEvent) => (await hook.read(connection, request(fake.signed(event, SECRET)))).length;
      assert.equal([await read(ours), await read(tagged({})), await read(tagged({ hub_tenant: 'globex', hub_payment: derivedId('payment', '1') }))], [1, 0, 0]);
      const good = fake.signed(ours, SECRET);
      assert.ok(hook.isGenuine(connection, request(good)));
      assert.ok(
        hook.isGenuine({ ...connection, signing: [{ webhookSecret: 'whsec_next' }, { webhookSecret: SECRET }] }, request(good)),
        'while secrets rotate',
      );
      for (let i = 0; i < good.body.length; i += 7) {
        const body = Buffer.from(good.body);
        body[i]! ^= 1;
        assert.not(hook.isGenuine(connection, { ...request(good), body }));
      }
      for (const [secret, age] of [
        ['whsec_other', 0],
        [SECRET, 301_000],
      ] as const)
        assert.not(hook.isGenuine(connection, request(fake.signed(ours, secret, Date.now() - age))));
      assert.not(hook.isGenuine(connection, { ...request(good), headers: {} }));
    } finally {
      await fake.close();
    }
  });
});
