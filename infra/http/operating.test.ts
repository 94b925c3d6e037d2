import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { makeLog } from '../log/log.ts';
import { makeMetrics } from '../metrics/metrics.ts';
import { spec } from '../testing/spec.ts';
import { type HttpDeps, makeHttp } from './server.ts';

const routes: Route[] = [
  route({
    method: 'get',
    path: '/api/open',
    summary: 'Open',
    tag: 'open',
    roles: 'public',
    answers: {},
    handle: async () => ({ status: 200, body: { ok: true } }),
  }),
  route({
    method: 'get',
    path: '/api/refused',
    summary: 'R',
    tag: 'r',
    roles: 'signed-in',
    answers: {},
    handle: async () => ({ status: 409, body: { code: 'thing.odd' } }),
  }),
]; // prettier-ignore
const metrics = makeMetrics();

async function running(extra: Partial<HttpDeps> = {}) {
  const http = makeHttp({
    routes,
    metrics,
    verify: async (token) => {
      if (token !== 'nurse') throw new HubError('unauthenticated', 'auth.token-invalid', 'no');
      return { tenant: 'acme', memberId: 'm', roles: ['nurse'], rights: rightsOf(['nurse']), session: 's' };
    },
    log: makeLog({ level: 'silent' }),
    health: [],
    waitFor: async () => true,
    ...extra,
  });
  const base = `http://127.0.0.1:${await http.listen(0)}`;
  const call = (path: string, { token, ...init }: RequestInit & { token?: string } = {}) =>
    fetch(base + path, { ...init, headers: { ...(token && { authorization: `Bearer ${token}` }), ...(init.headers as Record<string, string>) } });
  return { http, call };
}

spec('http in operation', (it, { teardown }) => {
  teardown(() => metrics.stop());

  it('limits an address without a token, and a member with one', async () => {
    const tight = await running({ limits: { addressPerMinute: 2, memberPerHour: 3 } });
    const statuses = async (n: number, token?: string) => {
      const all = await Promise.all(Array.from({ length: n }, () => tight.call(token ? '/api/refused' : '/api/open', { token })));
      return all.map((r) => r.status).toSorted((a, b) => a - b);
    };
    assert.equal(await statuses(4), [200, 200, 429, 429]);
    assert.equal(await statuses(4, 'nurse'), [409, 409, 409, 429]);
    assert.equal(await statuses(3, 'forged'), [429, 429, 429]);
    assert.ok(Number((await tight.call('/api/open')).headers.get('retry-after')) > 0);
    await tight.http.close();
  });

  it('says what a caller has left and how long it lasts, also when it is nothing; probes, documents and pages are not counted', async () => {
    const tight = await running({ limits: { memberPerHour: 2, addressPerMinute: 1 } });
    const headers = (answer: Response) => [answer.status, answer.headers.get('ratelimit-policy'), answer.headers.get('ratelimit')?.replaceAll(/;t=\d+/g, '')];
    const policy = '"member";q=2;w=3600, "tenant";q=10000;w=86400';
    assert.equal(headers(await tight.call('/api/refused', { token: 'nurse' })), [409, policy, '"member";r=1, "tenant";r=9999']);
    await tight.call('/api/refused', { token: 'nurse' });
    for (let i = 0; i < 2; i += 1) {
      const refused = await tight.call('/api/refused', { token: 'nurse' });
      assert.equal(headers(refused), [429, '"member";q=2;w=3600', '"member";r=0']);
      assert.ok(Number(refused.headers.get('retry-after')) > 3_000);
      assert.is(((await refused.json()) as { code: string }).code, 'request.too-many');
    }
    for (const path of ['/health', '/ready', '/hub/metrics', '/openapi.json', '/docs'])
      for (let i = 0; i < 3; i += 1) assert.equal([(await tight.call(path)).status, (await tight.call(path)).headers.get('ratelimit')], [200, null]);
    await tight.http.close();
  });

  it('is ready only when every check says so, and alive in any case', async () => {
    let up = true;
    const probed = await running({
      health: [
        { name: 'postgres', check: async () => ({ ok: up, lag: 3 }) },
        { name: 'warehouse', check: async () => ({ ok: true }) },
      ],
      metricsToken: 'a-long-metrics-token',
    }); // prettier-ignore
    assert.is((await probed.call('/ready')).status, 200);
    up = false;
    const not = await probed.call('/ready');
    const body = (await not.json()) as { status: string; checks: Record<string, { ok: boolean; lag: number }> };
    assert.equal([not.status, body.status, body.checks['postgres']?.ok, body.checks['postgres']?.lag], [503, 'not-ready', false, 3]);
    assert.is((await probed.call('/health')).status, 200);
    assert.is((await probed.call('/hub/metrics')).status, 401);
    assert.match(await (await probed.call('/hub/metrics', { token: 'a-long-metrics-token' })).text(), 'route="/api/refused"');
    await probed.http.close();
  });

  it('lets an open request finish while it closes', async () => {
    let finish = () => {};
    const slow = route({
      method: 'get',
      path: '/api/slow',
      summary: 'S',
      tag: 's',
      roles: 'public',
      answers: {},
      handle: () =>
        new Promise((done) => {
          finish = () => done({ status: 200, body: { late: true } });
        }),
    }); // prettier-ignore
    const draining = await running({ routes: [slow] });
    const answer = draining.call('/api/slow');
    while (finish.toString() === '() => {}') await new Promise((done) => setTimeout(done, 5));
    const closed = draining.http.close(2_000);
    finish();
    assert.is((await answer).status, 200);
    await closed;
  });

  it('serves the web application: hashed files for ever, any page as itself, and no page for what is API', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hub-web-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>hub</title>');
    await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export {}');
    const { http, call } = await running({ webDir: folder });
    const get = async (path: string, accept = 'text/html') => {
      const answer = await call(path, { headers: { accept } });
      return { status: answer.status, cache: answer.headers.get('cache-control'), text: await answer.text() };
    };
    assert.match((await get('/assets/app-1a2b.js')).cache!, 'immutable');
    for (const path of ['/', '/cases/0190', '/index.html']) assert.match((await get(path)).text, '<title>hub</title>');
    assert.is((await get('/cases/0190')).cache, 'no-cache');
    for (const path of ['/api/none', '/fhir/none', '/assets/gone.js']) assert.is((await get(path)).status, 404);
    assert.is((await get('/cases/0190', 'application/json')).status, 404);
    await http.close();
    await rm(folder, { recursive: true });
  });

  it('says which port is taken', async () => {
    const { http } = await running();
    const { port } = http.server.address() as { port: number };
    const second = makeHttp({
      routes,
      metrics,
      verify: async () => Promise.reject(new Error('unused')),
      log: makeLog({ level: 'silent' }),
      health: [],
      waitFor: async () => true,
    });
    assert.is(await second.listen(port).then(String, (error: NodeJS.ErrnoException) => error.code), 'EADDRINUSE');
    await http.close();
    await second.close();
  });
});
