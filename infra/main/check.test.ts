// Whether an account answers, asked of Stripe and Meta by their own protocols, over the route that administrators use.
import * as assert from 'uvu/assert';
import type { ProviderName } from '#domain/adapter/providers.ts';
import { slices } from '#domain/index.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import { makeGuard } from '#infra/calls/guard.ts';
import { checksOf, hooksOf } from '#infra/meta/meta.ts';
import { makeStripeCheck } from '#infra/stripe/check.ts';
import { makeStripeClient } from '#infra/stripe/client.ts';
import { startFakeMeta } from '#infra/testing/fakes/meta.ts';
import { startFakeStripe } from '#infra/testing/fakes/stripe.ts';
import { makeMemoryStore, pretendDigest, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeConnections } from '#write-side/adapter/connections.ts';
import { adapterAndHookRoutes } from '#write-side/adapters.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';

const memberId = '0190d0c0-0000-7000-8000-000000000002';
const PAYS = { currencies: 'TRY', returnUrl: 'https://klinik.example/paid' };

spec('an account that is tested', (it, { setup, teardown }) => {
  let meta: Awaited<ReturnType<typeof startFakeMeta>>;
  let stripe: Awaited<ReturnType<typeof startFakeStripe>>;
  setup(async () => void ([stripe, meta] = await Promise.all([startFakeStripe(), startFakeMeta()])));
  teardown(async () => void (await Promise.all([stripe.close(), meta.close()])));

  function hub() {
    const store = makeMemoryStore();
    const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, permits, now: () => new Date() });
    const deps = { dispatch, store, open: pretendOpen, tenantDigest: pretendDigest };
    const guard = makeGuard({ firstMs: 0, longestMs: 0 });
    const client = ({ secrets }: { secrets: Readonly<Record<string, string>> }) => makeStripeClient(secrets['secretKey']!, stripe.url);
    const checks = { stripe: makeStripeCheck({ client, guard }), ...checksOf({ origin: meta.url, guard }) };
    const hooks = { ...hooksOf(), stripe: hooksOf().whatsapp! };
    const routes = adapterAndHookRoutes({ ...deps, providers: { connections: makeConnections(deps), hooks, checks, publicUrl: 'https://hub.example' } });
    let count = 0;
    const call = async (path: string, provider: ProviderName, body?: object, commandId = `c${(count += 1)}`) => {
      const route = routes.find((r) => r.path === path)!;
      const who = { tenant: 'acme', memberId, roles: ['admin'], rights: rightsOf(['admin']), session: 's' };
      const actor = { id: memberId, kind: 'staff', role: 'admin' };
      const request = { who, actor, params: { provider }, query: {}, headers: {}, correlationId: 'c', commandId, body };
      return (await route.handle(request as never)).body as { ok?: boolean; code?: string };
    };
    const connect = (provider: ProviderName, account: string, secrets: object) =>
      call('/api/adapters/{provider}', provider, { account, settings: provider === 'stripe' ? PAYS : {}, secrets });
    const test = async (provider: ProviderName, commandId?: string) => {
      const { ok, code } = await call('/api/adapters/{provider}/test', provider, undefined, commandId);
      return ok === undefined ? code : ok ? 'ok' : code;
    };
    return { store, connect, test };
  }
  const keys = () => ({ secretKey: stripe.secretKey, webhookSecret: 'whsec_12345678' });

  it('answers when its secrets open it, and a repeat says the same', async () => {
    const { connect, test, store } = hub();
    await connect('stripe', 'acct_1', keys());
    await connect('whatsapp', meta.whatsAppAccount, meta.secrets);
    await connect('instagram', meta.instagramAccount, meta.secrets);
    for (const provider of ['stripe', 'whatsapp', 'instagram'] as const) assert.is(await test(provider), 'ok', provider);
    stripe.faults.next({ status: 503 });
    assert.is(await test('stripe', 'once'), 'provider.unavailable');
    assert.is(await test('stripe'), 'ok');
    assert.is(await test('stripe', 'once'), 'provider.unavailable');
    assert.is(store.log.filter(({ type }) => type === 'AdapterTested').length, 5);
  });
  it('says what is wrong: wrong secrets, another’s account, nobody there, or none connected', async () => {
    const { connect, test } = hub();
    assert.is(await test('stripe'), 'adapter.unknown');
    await connect('stripe', 'acct_2', keys());
    assert.is(await test('stripe'), 'provider.other-account');
    await connect('whatsapp', meta.whatsAppAccount, { ...meta.secrets, accessToken: 'of-somebody-else' });
    assert.is(await test('whatsapp'), 'provider.credentials');
    await connect('instagram', '17841499999999999', meta.secrets);
    assert.is(await test('instagram'), 'message.provider-refused');
    await connect('instagram', meta.instagramAccount, meta.secrets);
    meta.faults.next('cut-before');
    assert.is(await test('instagram'), 'provider.unavailable');
  });
});
