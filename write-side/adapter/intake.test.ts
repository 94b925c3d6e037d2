// The intake over a store in memory, with a provider that signs by one shared word: what every provider's webhooks go through.
import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import { makeMemoryStore, pretendDigest, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { adapterAndHookRoutes } from '#write-side/adapters.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { makeConnections } from './connections.ts';
import type { HeardOf, HookAdapter, HookOutcome } from './ports.ts';

const DAY = 86_400_000;
const memberId = '0190d0c0-0000-7000-8000-000000000002';
const pretend: HookAdapter = {
  isGenuine: ({ signing }, { headers }) => signing.some(({ appSecret }) => headers['signed'] === appSecret),
  read: (_, { body }) => JSON.parse(Buffer.from(body).toString()) as HeardOf[],
  challenge: ({ secrets }, query) => (query['token'] === secrets['verifyToken'] ? query['challenge'] : undefined),
};
const said = (id: string, more: object = {}): HeardOf => ({
  heard: { kind: 'message', channel: 'whatsapp', id, identity: '905551234567', type: 'text', content: { text: 'merhaba' }, ...more } as never,
});
const secrets = (word = 'secret-one') => ({ accessToken: 'access-token', appSecret: word, verifyToken: 'verify-token' });

function hub() {
  let now = Date.UTC(2026, 0, 1);
  const store = makeMemoryStore();
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, permits, now: () => new Date(now) });
  const outcomes: HookOutcome[] = [];
  const deps = { dispatch, store, open: pretendOpen, tenantDigest: pretendDigest };
  const connections = makeConnections({ ...deps, now: () => now });
  const providers = {
    connections,
    hooks: { whatsapp: pretend, stripe: pretend },
    publicUrl: 'https://hub.example',
    checks: {},
    observeHook: (_: string, o: HookOutcome) => void outcomes.push(o),
  };
  const routes = adapterAndHookRoutes({ ...deps, providers });
  let count = 0;
  const call = async (at: string, request: object, tenant = 'acme') => {
    const [method, path] = at.split(' ');
    const route = routes.find((r) => r.method === method && r.path === path)!;
    const who = { tenant, memberId, roles: ['admin'], rights: rightsOf(['admin']), session: 's' };
    const actor = { id: memberId, kind: 'staff', role: 'admin' };
    return route.handle({ who, actor, params: {}, query: {}, headers: {}, correlationId: 'c', commandId: `command-${count++}`, ...request } as never);
  };
  const params = { provider: 'whatsapp' };
  const connect = async (tenant = 'acme') => {
    const { body } = await call('post /api/adapters/{provider}', { params, body: { account: '1001', settings: {}, secrets: secrets() } }, tenant);
    return new URL((body as { webhook: string }).webhook).pathname.split('/').at(-1)!;
  };
  const hook = (token: string, body: unknown, headers: object = { signed: 'secret-one' }) =>
    call('post /api/hooks/{provider}/{token}', {
      params: { ...params, token },
      headers,
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    });
  const types = () => store.log.map(({ type }) => type).filter((type) => type !== 'AdapterConnected');
  return { store, call, params, connect, hook, types, outcomes, pass: (ms: number) => void (now += ms) };
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (e: { code: string }) => e.code,
  );

spec('webhooks come in', (it) => {
  it('an account is connected only at a provider that the hub can talk to', async () => {
    const { call } = hub();
    assert.is(await code(call('post /api/adapters/{provider}', { params: { provider: 'twilio' }, body: {} })), 'adapter.not-offered');
  });
  it('what is told is recorded before it is answered, once however often and in whatever company it comes', async () => {
    const { connect, hook, types } = hub();
    const token = await connect();
    assert.is((await hook(token, [said('m1'), said('m2')])).status, 200);
    await hook(token, [said('m2'), said('m1'), said('m3')]);
    await hook(token, [said('m1')]);
    assert.equal(types(), ['ConversationOpened', 'MessageReceived', 'MessageReceived', 'MessageReceived']);
  });
  it('an address leads to the tenant it was made for and to nobody else, and not to a tenant without such an account', async () => {
    const { connect, hook, types } = hub();
    const [own, other] = [await connect('acme'), await connect('globex')];
    const proof = (token: string) => token.split('.')[1]!;
    for (const token of [
      `globex.${proof(own)}`,
      `acme.${proof(other)}`,
      'acme',
      'acme.',
      `initech.${proof(own)}`,
      `acme.${proof(own)}0`,
      '../acme',
      `ACME.${proof(own)}`,
    ])
      assert.is(await code(hook(token, [said('m1')])), 'hook.unknown', token);
    assert.equal(types(), []);
  });
  it('what is not signed by the account changes nothing', async () => {
    const { connect, hook, types, outcomes } = hub();
    const token = await connect();
    for (const headers of [{}, { signed: 'secret-two' }, { signed: '' }]) assert.is(await code(hook(token, [said('m1')], headers)), 'hook.signature');
    assert.equal([types(), outcomes], [[], ['unsigned', 'unsigned', 'unsigned']]);
  });
  it('a webhook about another account is rejected whole, and that is recorded once', async () => {
    const { connect, hook, types } = hub();
    const token = await connect();
    const foreign = [
      { ...said('m1'), account: '1001' },
      { ...said('m2'), account: '2002' },
    ];
    for (const _ of [1, 2]) assert.is(await code(hook(token, foreign)), 'hook.foreign-account');
    assert.equal(types(), ['WebhookRejected']);
  });
  it('what cannot be taken is parked and blocks nothing; it can be retried or discarded', async () => {
    const { connect, hook, types, call, params, store } = hub();
    const token = await connect();
    assert.is((await hook(token, [said('m1', { type: 'telepathy' }), said('m2')])).status, 200);
    assert.is((await hook(token, '{"not": ')).status, 200);
    await hook(token, '{"not": ');
    assert.equal(types(), ['WebhookParked', 'ConversationOpened', 'MessageReceived', 'WebhookParked']);
    assert.not.match(JSON.stringify(store.log.map(({ data }) => data)), /905551234567/);
    const [first, second] = store.log.filter(({ type }) => type === 'WebhookParked').map(({ data }) => (data as { webhookId: string }).webhookId);
    const end = (how: string, id: string | undefined) => call(`post /api/adapters/{provider}/parked/{id}/${how}`, { params: { ...params, id } });
    assert.is(await code(end('retry', second)), 'hook.unreadable');
    assert.is(await code(end('retry', first)), 'command.invalid');
    assert.equal(((await end('discard', first)).body as { events: string[] }).events, ['ParkedEnded']);
    assert.is((await end('discard', first)).status, 409);
  });
  it('old secrets and old addresses work for a day after they were rotated', async () => {
    const { connect, hook, call, params, pass } = hub();
    const token = await connect();
    await call('post /api/adapters/{provider}/secrets', { params, body: { secrets: secrets('secret-two') } });
    const { body } = await call('post /api/adapters/{provider}/hook', { params });
    const fresh = (body as { webhook: string }).webhook.split('/').at(-1)!;
    pass(DAY - 1000);
    for (const signed of ['secret-one', 'secret-two']) for (const at of [token, fresh]) assert.is((await hook(at, [said('m')], { signed })).status, 200);
    pass(2000 + 3000);
    assert.is(await code(hook(token, [said('m')], { signed: 'secret-two' })), 'hook.unknown');
    assert.is(await code(hook(fresh, [said('m')], { signed: 'secret-one' })), 'hook.signature');
    assert.is((await hook(fresh, [said('m')], { signed: 'secret-two' })).status, 200);
  });
  it('a disconnected account hears nothing any more', async () => {
    const { connect, hook, call, params, pass } = hub();
    const token = await connect();
    await call('post /api/adapters/{provider}/disable', { params, body: { reason: 'closed' } });
    pass(3000);
    assert.is(await code(hook(token, [said('m')])), 'hook.unknown');
  });
  it('a payment that is not known yet is to be told again', async () => {
    const { connect, hook, types } = hub();
    const token = await connect();
    const told: HeardOf = { heard: { kind: 'payment', id: 'evt_1', paymentId: memberId, source: 'webhook' } };
    assert.is(await code(hook(token, [told])), 'payment.not-open');
    assert.equal(types(), []);
  });
  it('the challenge is answered for who knows the verify token', async () => {
    const { connect, call, params } = hub();
    const token = await connect();
    const ask = (query: object) => call('get /api/hooks/{provider}/{token}', { params: { ...params, token }, query });
    assert.is((await ask({ token: 'verify-token', challenge: '4711' })).body, '4711');
    assert.is(await code(ask({ token: 'guess', challenge: '4711' })), 'hook.challenge');
  });
  it('an account whose secrets or settings are not what the provider asks for is refused by field', async () => {
    const { call } = hub();
    const connect = (provider: string, body: object) => call('post /api/adapters/{provider}', { params: { provider }, body });
    const faults = (work: Promise<unknown>) =>
      work.then(
        () => [],
        (e: { faults: { path: string }[] }) => e.faults.map(({ path }) => path),
      );
    assert.equal(await faults(connect('whatsapp', { account: '1', settings: {}, secrets: { accessToken: 'access-token' } })), [
      'secrets.appSecret',
      'secrets.verifyToken',
    ]);
    assert.equal(await faults(connect('stripe', { account: 'a b', settings: {}, secrets: {} })), ['account']);
  });
});
