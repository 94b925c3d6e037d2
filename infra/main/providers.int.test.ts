// A whole hub with a clinic's own accounts at Stripe and WhatsApp: ordered and paid by card, written to and answered, webhooks as they come, and
// deaths in between.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { equal, is, match, ok } from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { enginesOf } from '#infra/testing/beside.ts';
import { type FakeMeta, type MetaEvent, startFakeMeta } from '#infra/testing/fakes/meta.ts';
import { type FakeStripe, startFakeStripe, type StripeEvent } from '#infra/testing/fakes/stripe.ts';
import { until } from '#infra/testing/faults/processes.ts';
import { kill } from '#infra/testing/faults/victims.ts';
import { type Hub, runHub, signedIn, startHub, temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';

const SECRET = 'whsec_fake_secret';
const PATIENCE_MS = 120_000;
type Order = { readonly id: string; readonly payment_id: string; readonly payment_link?: string; readonly status: string; readonly code?: string };

spec('a hub with accounts at providers', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-stripe');
  let fake: FakeStripe;
  let meta: FakeMeta;
  let hub: Hub;
  let store: ReturnType<typeof makeEventStore>;
  let admin: Awaited<ReturnType<typeof signedIn>>;
  let coordinator: Awaited<ReturnType<typeof signedIn>>;
  let webhook = '';
  let channel = '';
  let product = '';

  setup(async () => {
    [fake, meta] = await Promise.all([startFakeStripe(), startFakeMeta()]);
    hub = await startHub(folder.path, { STRIPE_URL: fake.url, META_URL: meta.url });
    store = makeEventStore({ url: enginesOf(hub).eventStore });
    [admin, coordinator] = await Promise.all([signedIn(hub, 'admin', 'klinik'), signedIn(hub, 'coordinator', 'klinik')]);
    const offering = { offering_type: 'product', name: 'Krem', price: 450, meta_info: { sku: 'KREM', stock_quantity: 50, tax_rate: 0.18 } };
    product = (await admin.json<{ id: string }>('/api/offerings', offering)).body.id;
  });
  teardown(async () => {
    await store?.close();
    await hub?.stop();
    await Promise.all([fake?.close(), meta?.close()]);
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
  function killAt(what: RegExp, { faults }: Pick<FakeStripe, 'faults'> = fake): { happened: () => boolean } {
    let happened = false;
    faults.always(({ method, path }) => {
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

  const hear = (event: MetaEvent, secret?: string) => fetch(channel, { method: 'POST', ...meta.signed(event, secret) });
  type Conversation = { readonly id: string };
  async function conversationOf(text: string, from: string): Promise<string> {
    const before = new Set(((await coordinator.json<{ items: Conversation[] }>('/api/conversations')).body.items ?? []).map(({ id }) => id));
    const event = meta.said(from, text, `wamid.${text}`);
    for (const { status } of await Promise.all([event, event, event].map((one) => hear(one)))) ok(status === 200 || status === 503, String(status));
    is((await hear(event)).status, 200);
    let found: Conversation | undefined;
    const look = async () => (found = (await coordinator.json<{ items: Conversation[] }>('/api/conversations')).body.items.find(({ id }) => !before.has(id)));
    await until('the conversation is listed', async () => (await look()) !== undefined, PATIENCE_MS);
    return found!.id;
  }
  const answer = (id: string, text: string) => coordinator.json<{ code?: string }>(`/api/conversations/${id}/messages`, { content: { text } });
  const typesOf = async (id: string) =>
    (await eventsOf('conversation', id)).map(({ type }) => type).filter((type) => /^Message(Sent|Delivered|Read|Failed)$/.test(type));

  it('WhatsApp asks for its word, a customer’s message comes once, and the answer reaches them once, with what became of it', async () => {
    const connected = await admin.json<{ webhook: string }>('/api/adapters/whatsapp', { account: meta.whatsAppAccount, secrets: meta.secrets });
    channel = connected.body.webhook;
    const question = `${channel}?hub.mode=subscribe&hub.verify_token=${meta.secrets.verifyToken}&hub.challenge=1158201444`;
    equal([await (await fetch(question)).text(), (await fetch(question.replace('meta-verify', 'guess'))).status], ['1158201444', 403]);
    const id = await conversationOf('merhaba', '905551110001');
    is(await counted('conversation', id, 'MessageReceived'), 1);
    is((await hear(meta.said('905551110001', 'sahte', 'wamid.forged'), 'another-app-secret')).status, 401);
    equal([(await answer(id, 'Buyurun')).status, (await answer(id, 'Nasıl yardımcı olabiliriz?')).status], [200, 200]);
    await until('both have reached them', () => meta.taken.length === 2, PATIENCE_MS);
    equal(
      meta.taken.map(({ text }) => text),
      ['Buyurun', 'Nasıl yardımcı olabiliriz?'],
    );
    for (const one of meta.taken) for (const word of ['read', 'delivered', 'sent', 'read'] as const) is((await hear(meta.status(one, word))).status, 200);
    await until('it is known', async () => (await typesOf(id)).length === 4, PATIENCE_MS);
    equal((await typesOf(id)).toSorted(), ['MessageRead', 'MessageRead', 'MessageSent', 'MessageSent']);
  });

  it('killed while WhatsApp takes a message: it is not sent again, what WhatsApp tells says what became of it, and the next one goes', async () => {
    const id = await conversationOf('selam', '905551110002');
    const death = killAt(/messages$/, meta);
    await answer(id, 'Randevunuz yarın 10:00').catch(() => undefined);
    await until('it was sent', () => death.happened(), PATIENCE_MS);
    meta.faults.none();
    await ready();
    const one = meta.taken.at(-1)!;
    is((await hear(meta.status(one, 'delivered'))).status, 200);
    equal(await typesOf(id), ['MessageSent', 'MessageDelivered']);
    is((await answer(id, 'Görüşmek üzere')).status, 200);
    await until('the next one has gone', () => meta.taken.at(-1)!.text === 'Görüşmek üzere', PATIENCE_MS);
    is(meta.taken.filter(({ text }) => text === one.text).length, 1);
  });

  it('views built again from a log full of orders, refunds and messages call no provider, and tell how far they are', async () => {
    const told = () => [...fake.requests, ...meta.requests].filter(({ method }) => method === 'POST').length;
    let before = -1;
    const isAtRest = async () => before === (before = told()) && (await sleep(3000), before === told());
    await until('nobody calls', isAtRest, PATIENCE_MS);
    const rebuilt = await runHub(['projections', 'rebuild', '--all'], { HUB_DATA: folder.path });
    match(rebuilt.out, /views@2: \d+ events in .*, live/, rebuilt.err);
    match(rebuilt.err, /views@2: \d+ %, \d+ events\/s/);
    await ready();
    await sleep(3000); // long enough for whoever acts on events to have acted: an order is paid out and a message sent in a second
    is(told(), before);
  });

  it('calls and webhooks are counted by provider and outcome', async () => {
    const shown = async () => (await fetch(`${hub.address}/hub/metrics`)).text();
    const sent = /hub_provider_call_seconds_count\{provider="whatsapp",operation="send",outcome="[\w-]+"\} [1-9]/;
    await until('calls are shown', async () => sent.test(await shown()), PATIENCE_MS);
    ok(/hub_webhooks_total\{provider="whatsapp",outcome="taken"\} [1-9]/.test(await shown()));
    ok((await shown()).includes('hub_provider_held_off'));
  });
});
