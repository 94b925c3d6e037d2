// A whole hub with a clinic's own account at Stripe: connected, ordered and paid by card, webhooks as they come, and deaths in between.
import { randomUUID } from 'node:crypto';
import { equal, is, ok } from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { enginesOf } from '#infra/testing/beside.ts';
import { type FakeStripe, startFakeStripe, type StripeEvent } from '#infra/testing/fakes/stripe.ts';
import { until } from '#infra/testing/faults/processes.ts';
import { kill } from '#infra/testing/faults/victims.ts';
import { type Hub, signedIn, startHub, temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';

const SECRET = 'whsec_fake_secret';
const PATIENCE_MS = 60_000;
type Order = { readonly id: string; readonly payment_id: string; readonly payment_link?: string; readonly status: string; readonly code?: string };

spec('a hub with an account at Stripe', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-stripe');
  let fake: FakeStripe;
  let hub: Hub;
  let store: ReturnType<typeof makeEventStore>;
  let admin: Awaited<ReturnType<typeof signedIn>>;
  let coordinator: Awaited<ReturnType<typeof signedIn>>;
  let webhook = '';
  let product = '';

  setup(async () => {
    fake = await startFakeStripe();
    hub = await startHub(folder.path, { STRIPE_URL: fake.url });
    store = makeEventStore({ url: enginesOf(hub).eventStore });
    [admin, coordinator] = await Promise.all([signedIn(hub, 'admin', 'klinik'), signedIn(hub, 'coordinator', 'klinik')]);
    const offering = { offering_type: 'product', name: 'Krem', price: 450, meta_info: { sku: 'KREM', stock_quantity: 50, tax_rate: 0.18 } };
    product = (await admin.json<{ id: string }>('/api/offerings', offering)).body.id;
  });
  teardown(async () => {
    await store?.close();
    await hub?.stop();
    await fake?.close();
    folder.remove();
  });

  const order = (key: string = randomUUID()) =>
    coordinator.json<Order>(
      '/api/orders',
      { items: [{ product_id: product, quantity: 2 }], customer: { name: 'Ayşe Işık', phone: '+905551234567' } },
      { 'idempotency-key': key },
    );
  const sessionOf = ({ payment_link: link }: Order) => link!.split('/').at(-1)!;
  async function eventsOf(slice: string, id: string): Promise<Recorded[]> {
    const events: Recorded[] = [];
    for await (const event of store.read({ tenant: 'klinik', slice, id })) events.push(event);
    return events;
  }
  const counted = async (slice: string, id: string, type: string) => (await eventsOf(slice, id)).filter((event) => event.type === type).length;
  const tell = (event: StripeEvent, secret = SECRET) => fetch(webhook, { method: 'POST', ...fake.signed(event, secret) });
  /** Of everything that happens to that payment. */
  const about = ({ payment_id: id }: Pick<Order, 'payment_id'>) =>
    fake.events.filter(({ data }) => (data.object as { metadata?: Record<string, string> }).metadata?.['hub_payment'] === id);
  /** Both processes that may be calling die as the call arrives: it has its effect, and nobody is left to hear of it. */
  function killAt(what: RegExp): { happened: () => boolean } {
    let happened = false;
    fake.faults.always(({ method, path }) => {
      if (happened || method !== 'POST' || !what.test(path)) return undefined;
      happened = true;
      for (const victim of ['api', 'agents']) kill(hub.process.pid!, victim);
      return undefined;
    });
    return { happened: () => happened };
  }
  const ready = () => until('the hub is ready', async () => (await fetch(`${hub.address}/ready`).catch(() => undefined))?.status === 200, PATIENCE_MS);

  it('takes no cards before the clinic has connected its account, and does afterwards, without a restart', async () => {
    is((await order()).body.code, 'payment.no-provider');
    const account = { account: 'acct_1', settings: { currencies: 'TRY,EUR', returnUrl: 'https://klinik.example/paid' } };
    const secrets = { secretKey: fake.secretKey, webhookSecret: SECRET };
    const connected = await admin.json<{ webhook: string }>('/api/adapters/stripe', { ...account, secrets });
    is(connected.status, 200);
    webhook = connected.body.webhook;
    ok(webhook.startsWith(`${hub.address}/api/hooks/stripe/klinik.`));
    await until('cards are taken', async () => (await order()).status === 201);
    const { body } = await order();
    equal([body.status, fake.sessions.get(sessionOf(body))?.amount_total], ['pending', 90_000]);
  });

  it('webhooks that come many times, at once and in the wrong order lead to one capture, and the order is paid', async () => {
    const orders = await Promise.all(Array.from({ length: 4 }, async () => (await order()).body));
    for (const one of orders) fake.pay(sessionOf(one));
    const told = orders.flatMap(about).reverse();
    const answers = await Promise.all([...told, ...told, ...told].map((event) => tell(event)));
    for (const answer of answers) ok(answer.status === 200 || answer.status === 503, String(answer.status));
    for (const event of told) is((await tell(event)).status, 200);
    for (const { id, payment_id: payment } of orders) {
      await until('the order is paid', async () => (await counted('order', id, 'OrderPaid')) === 1, PATIENCE_MS);
      is(await counted('payment', payment, 'PaymentCaptured'), 1);
      is(fake.held(payment), 90_000);
    }
  });

  it('a webhook with another signature, or at another address, is refused and changes nothing', async () => {
    const { body } = await order();
    fake.pay(sessionOf(body));
    const [event] = about(body);
    const before = (await eventsOf('payment', body.payment_id)).length;
    equal([(await tell(event!, 'whsec_of_somebody_else')).status, (await fetch(webhook.slice(0, -1), { method: 'POST' })).status], [401, 404]);
    is((await eventsOf('payment', body.payment_id)).length, before);
  });

  it('killed while Stripe opens the session: the retry of the order gets the link, and there is one session', async () => {
    const [key, death] = [randomUUID(), killAt(/checkout\/sessions$/)];
    await order(key).catch(() => undefined);
    is(death.happened(), true);
    fake.faults.none();
    await ready();
    let again = await order(key);
    await until('the payment is open', async () => (again = await order(key)).body.payment_link !== undefined, PATIENCE_MS);
    equal([...fake.sessions.values()].filter(({ client_reference_id: of }) => of === again.body.payment_id).length, 1);
    is(await counted('payment', again.body.payment_id, 'PaymentOpened'), 1);
  });

  it('killed while Stripe pays back: the money goes back once, and the log says so once', async () => {
    const { body } = await order();
    fake.pay(sessionOf(body));
    for (const event of about(body)) await tell(event);
    await until('the order is paid', async () => (await counted('order', body.id, 'OrderPaid')) === 1, PATIENCE_MS);
    const death = killAt(/refunds$/);
    const cancel = { method: 'PUT', body: JSON.stringify({ status: 'cancelled', note: 'Vazgeçti' }), headers: { 'idempotency-key': randomUUID() } };
    await coordinator.call(`/api/orders/${body.id}/status`, cancel).catch(() => undefined);
    await until('the refund was asked for', () => death.happened(), PATIENCE_MS);
    fake.faults.none();
    await ready();
    await until('the log knows', async () => (await counted('payment', body.payment_id, 'PaymentRefunded')) === 1, PATIENCE_MS);
    is(fake.held(body.payment_id), 0);
    is((await coordinator.call(`/api/orders/${body.id}/status`, cancel)).status, 200);
    is(await counted('payment', body.payment_id, 'PaymentRefunded'), 1);
  });

  it('calls and webhooks are counted by provider and outcome', async () => {
    const text = await (await fetch(`${hub.address}/hub/metrics`)).text();
    ok(/hub_provider_call_seconds_count\{provider="stripe",operation="\w+",outcome="ok"\} \d/.test(text));
    ok(/hub_provider_held_off/.test(text));
  });
});
