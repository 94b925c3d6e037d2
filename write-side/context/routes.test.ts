import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Cache } from '#domain/kernel/cache.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Answer, RouteRequest } from '#domain/kernel/route.ts';
import { makeMemoryCache } from '#infra/cache/memory.ts';
import { sealedCache } from '#infra/cache/sealed.ts';
import { spec } from '#infra/testing/spec.ts';
import { contextRoutes } from './routes.ts';

type Name = { service: string; key: string };
/** Calls like the HTTP layer: what the schemas refuse never reaches the handler. */
function store(cache: Cache = makeMemoryCache(), passed = { ms: 0 }) {
  const contexts = sealedCache(cache, createSecretKey(Buffer.alloc(32, 7)));
  const routes = contextRoutes({ contexts, now: () => new Date(passed.ms) });
  return async (method: string, tenant: string, name: Name, body?: object): Promise<Answer | string> => {
    const route = routes.find((r) => r.method === method)!;
    const [params, parsed] = [route.params!.safeParse(name), body === undefined ? undefined : route.body!.safeParse(body)];
    if (!params.success || parsed?.success === false) return 'refused';
    const who = { tenant, memberId: 'm', roles: ['nurse'], rights: rightsOf(['nurse']), session: 's' };
    try {
      return await route.handle({ who, params: params.data, body: parsed?.data } as unknown as RouteRequest as never);
    } catch (error) {
      if (error instanceof HubError) return error.code;
      throw error;
    }
  };
}
const name = { service: 'preop', key: 'conversation-1' };

spec('context store', (it) => {
  it('keeps a value under its service and key until it is replaced, forgotten or over', async () => {
    const passed = { ms: 0 };
    const call = store(makeMemoryCache({ now: () => passed.ms }), passed);
    const value = { step: 2, note: 'İğne korkusu', list: [null, true] };
    const kept = { ...name, value, expiresAt: '1970-01-01T01:00:00.000Z' };
    assert.is(await call('get', 'acme', name), 'context.unknown');
    assert.equal(await call('put', 'acme', name, { value }), { status: 200, body: kept });
    assert.equal(await call('get', 'acme', name), { status: 200, body: kept });
    passed.ms = 3_600_000;
    assert.is(await call('get', 'acme', name), 'context.unknown');
    await call('put', 'acme', name, { value: 1, ttlSeconds: 86_400 });
    await call('put', 'acme', name, { value: 2 });
    assert.is(((await call('get', 'acme', name)) as { body: { value: number } }).body.value, 2);
    assert.equal(await call('delete', 'acme', name), { status: 204 });
    assert.is(await call('get', 'acme', name), 'context.unknown');
  });
  it('refuses what is too large, lasts too long or names a tenant', async () => {
    const call = store();
    assert.is(await call('put', 'acme', name, { value: 'x'.repeat(33_000) }), 'context.too-large');
    assert.is(await call('put', 'acme', name, { value: 'ğ'.repeat(17_000) }), 'context.too-large');
    for (const body of [{ value: 1, ttlSeconds: 86_401 }, { value: 1, ttlSeconds: 0 }, { value: 1, tenant: 'other' }, {}])
      assert.is(await call('put', 'acme', name, body), 'refused');
  });
  it("another tenant's entry cannot be expressed, whatever separators service and key hold", async () => {
    const piece = fc.constantFrom(
      ':',
      '/',
      '%3A',
      '%2F',
      '..',
      '.',
      '*',
      '?',
      '{',
      '}',
      '\0',
      '\n',
      ' ',
      '：',
      'acme',
      'beta',
      'context',
      'limit',
      'a',
      '-',
      '~',
      'İ',
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, text, text, text, async (s1, k1, s2, k2) => {
        const cache = makeMemoryCache();
        const used: string[] = [];
        const call = store({ ...cache, set: (key, value, ttl) => (used.push(key), cache.set(key, value, ttl)) });
        const [mine, theirs] = [
          { service: s1, key: k1 },
          { service: s2, key: k2 },
        ];
        const stored = (await call('put', 'acme', mine, { value: 'of acme' })) !== 'refused';
        for (const other of [mine, theirs]) assert.ok(['refused', 'context.unknown'].includes((await call('get', 'beta', other)) as string));
        await call('put', 'beta', theirs, { value: 'of beta' });
        await call('delete', 'beta', mine);
        const after = await call('get', 'acme', mine);
        if (stored) assert.is((after as { body: { value: string } }).body.value, 'of acme');
        assert.ok(used.every((key) => /^(acme|beta):context:[a-z][a-z0-9-]*:[A-Za-z0-9._~-]+$/.test(key)));
      }),
      { numRuns: 300 },
    );
  });
  it('what is kept can be read neither in the cache nor under another key', async () => {
    const cache = makeMemoryCache();
    const call = store(cache);
    await call('put', 'acme', name, { value: 'CANARY Ayşe' });
    const raw = (await cache.get('acme:context:preop:conversation-1'))!;
    assert.not.match(Buffer.from(raw, 'base64url').toString('latin1'), /CANARY|value/);
    await cache.set('beta:context:preop:conversation-1', raw, 1_000);
    assert.is(await call('get', 'beta', name), 'context.unknown');
  });
});
