import * as assert from 'uvu/assert';
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { REDACTED } from '#domain/kernel/sealing.ts';
import { type Role, rightsOf } from '#domain/kernel/roles.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { writeRoutes } from '#write-side/index.ts';
import { makeLog } from '../log/log.ts';
import { makeMetrics } from '../metrics/metrics.ts';
import { spec } from '../testing/spec.ts';
import { makeHttp } from './server.ts';

/** Changes that are not one command on one stream, so that no revision can be pinned. */
const UNPINNED =
  /^\w+ \/(fhir|api\/(auth|context|hooks|orders$|orders\/quote|orders\/\{id\}\/payment|appointments$|devices\/\{id\}\/firmware\/check|(offerings|inventory|appointments|members)\/(import|prices|receive|adjust|cancel)$|members\/\{id\}\/(sessions|factor)))/;

let name = 'Ayşe';
const routes: Route[] = [
  route({
    method: 'get',
    path: '/api/thing',
    summary: 'T',
    tag: 't',
    roles: 'signed-in',
    answers: {},
    handle: async ({ who }) => ({ status: 200, body: { name: who.rights.personal ? name : REDACTED, revision: 7, position: '9' } }),
  }),
  route({
    method: 'get',
    path: '/api/things',
    summary: 'T',
    tag: 't',
    roles: 'signed-in',
    answers: {},
    handle: async () => ({ status: 200, body: { items: [] } }),
  }),
  route({
    method: 'post',
    path: '/api/thing/pinned',
    summary: 'T',
    tag: 't',
    roles: 'signed-in',
    pinned: true,
    body: z.object({}),
    answers: {},
    handle: async ({ ifMatch }) => ({ status: 200, body: { ifMatch } }),
  }),
  route({ method: 'post', path: '/api/thing/free', summary: 'T', tag: 't', roles: 'signed-in', answers: {}, handle: async () => ({ status: 200, body: {} }) }),
];
const metrics = makeMetrics();
const running = async () => {
  const http = makeHttp({
    routes,
    metrics,
    verify: async (token) => {
      if (token !== 'nurse' && token !== 'analyst') throw new HubError('unauthenticated', 'auth.token-invalid', 'no');
      const roles: Role[] = [token];
      return { tenant: 'acme', memberId: token, roles, rights: rightsOf(roles), session: 's' };
    },
    log: makeLog({ level: 'silent' }),
    health: [],
    waitFor: async () => true,
  });
  const base = `http://127.0.0.1:${await http.listen(0)}`;
  const call = (path: string, headers: Record<string, string> = {}, method = 'GET', token = 'nurse') =>
    fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers },
      ...(method === 'POST' && { body: '{}' }),
    });
  return { http, call };
};

spec('conditional requests', (it, { setup, teardown }) => {
  let hub: Awaited<ReturnType<typeof running>>;
  setup(async () => {
    hub = await running();
  });
  teardown(async () => {
    await hub.http.close();
    metrics.stop();
  });
  const tagOf = async (path: string, token = 'nurse') => (await hub.call(path, {}, 'GET', token)).headers.get('etag')!;

  it('a read that the caller already has is answered with 304 and costs nothing; a changed one comes whole', async () => {
    const tag = await tagOf('/api/thing');
    assert.match(tag, /^"7\.[\w-]{16}"$/);
    const left = (answer: Response) => /"member";r=(\d+)/.exec(answer.headers.get('ratelimit')!)![1];
    const before = await hub.call('/api/thing', { 'if-none-match': `"other", W/${tag}` });
    assert.equal([before.status, await before.text(), before.headers.get('etag')], [304, '', tag]);
    const again = await hub.call('/api/thing', { 'if-none-match': tag });
    assert.is(left(again), left(before));
    assert.is((await hub.call('/api/thing', { 'if-none-match': '*' })).status, 304);
    name = 'Fatma';
    assert.equal([(await hub.call('/api/thing', { 'if-none-match': tag })).status, (await tagOf('/api/thing')) === tag], [200, false]);
    assert.match(await tagOf('/api/things'), /^"[\w-]{16}"$/);
  });
  it('who may see less has another tag for the same revision', async () => {
    assert.is.not(await tagOf('/api/thing', 'analyst'), await tagOf('/api/thing'));
    assert.is((await hub.call('/api/thing', { 'if-none-match': await tagOf('/api/thing') }, 'GET', 'analyst')).status, 200);
  });
  it("a read's tag pins its revision; where none can be pinned If-Match is refused, never ignored", async () => {
    const pinned = await hub.call('/api/thing/pinned', { 'if-match': await tagOf('/api/thing') }, 'POST');
    assert.equal(await pinned.json(), { ifMatch: 7 });
    assert.is((await hub.call('/api/thing/pinned', { 'if-match': await tagOf('/api/things') }, 'POST')).status, 400);
    const free = await hub.call('/api/thing/free', { 'if-match': '"7"' }, 'POST');
    assert.equal([free.status, ((await free.json()) as { code: string }).code], [400, 'request.header']);
    assert.is((await hub.call('/api/thing/free', {}, 'POST')).status, 200);
  });
  it('every command on one stream honours If-Match', () => {
    const deps: unknown = new Proxy(() => deps, { get: (_, key) => (key === Symbol.iterator ? [][Symbol.iterator] : deps) });
    const all = writeRoutes(deps as Parameters<typeof writeRoutes>[0]).filter(({ method }) => method !== 'get');
    const unpinned = all.filter(({ pinned }) => !pinned).map(({ method, path }) => `${method} ${path}`);
    assert.equal(
      unpinned.filter((name) => !UNPINNED.test(name)),
      [],
    );
    assert.ok(all.filter(({ pinned }) => pinned).length > 80);
  });
});
