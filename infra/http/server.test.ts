import { gzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { rightsOf, type Role } from '#domain/kernel/roles.ts';
import { type Principal, type Route, type RouteRequest, route } from '#domain/kernel/route.ts';
import { makeLog } from '../log/log.ts';
import { makeMetrics } from '../metrics/metrics.ts';
import { spec } from '../testing/spec.ts';
import { type HttpDeps, makeHttp } from './server.ts';

const principal = (tenant: string, ...roles: Role[]): Principal => ({ tenant, memberId: `${tenant}-m`, roles, rights: rightsOf(roles), session: 's' });
const TOKENS: Record<string, Principal> = {
  nurse: principal('acme', 'nurse'),
  admin: principal('acme', 'admin', 'doctor'),
  other: principal('other', 'nurse'),
};
const verify = async (token: string): Promise<Principal> => {
  const who = TOKENS[token];
  if (!who) throw new HubError('unauthenticated', 'auth.token-invalid', 'not a token of this hub');
  return who;
};

let seen: RouteRequest | undefined;
const remember = (request: RouteRequest) => {
  seen = request;
};
const echo = route({
  method: 'post',
  path: '/api/things/{id}',
  summary: 'Echo',
  tag: 'things',
  roles: ['nurse', 'doctor'],
  params: z.object({ id: z.string().max(8) }),
  query: z.object({ limit: z.coerce.number().int().max(5).default(2) }),
  body: z.object({ name: z.object({ given: z.array(z.string()) }) }).meta({ id: 'Thing' }),
  consumes: ['application/fhir+json'],
  maxBody: '2kb',
  waits: 'views',
  answers: { 200: { description: 'done', schema: z.object({ id: z.string() }) } },
  codes: ['thing.odd'],
  handle: async (request) => {
    remember(request as RouteRequest);
    return { status: 201, body: { id: request.params.id, revision: 4, position: '99', events: [] } };
  },
}); // prettier-ignore
const failing = (kind: string, error: () => unknown): Route =>
  route({
    method: 'get',
    path: `/api/fails/${kind}`,
    summary: kind,
    tag: 'fails',
    roles: 'signed-in',
    answers: {},
    handle: async () => {
      throw error();
    },
  }); // prettier-ignore
const routes: Route[] = [
  echo,
  route({
    method: 'get',
    path: '/api/open',
    summary: 'Open',
    tag: 'open',
    roles: 'public',
    answers: { 200: { description: 'ok' } },
    handle: async () => ({ status: 200, body: { ok: true } }),
  }),
  route({
    method: 'get',
    path: '/api/refused',
    summary: 'R',
    tag: 'fails',
    roles: 'signed-in',
    answers: {},
    handle: async () => ({ status: 409, body: { code: 'thing.odd', detail: 'odd', need: 2 } }),
  }),
  route({
    method: 'get',
    path: '/fhir/metadata',
    summary: 'M',
    tag: 'fhir',
    roles: 'public',
    answers: {},
    handle: async () => ({ status: 400, headers: { 'Content-Type': 'application/fhir+json' }, body: { resourceType: 'OperationOutcome' } }),
  }),
  failing('conflict', () => new HubError('conflict', 'stream.changed', 'changed', { detail: { current: 7 } })),
  failing('unavailable', () => new HubError('unavailable', 'postgres.away', 'away', { detail: { retryAfter: 3 } })),
  failing('bug', () => new TypeError('"Ayşe Kaya" is not a date')),
]; // prettier-ignore

const lines: string[] = [];
const metrics = makeMetrics();
async function running(extra: Partial<HttpDeps> = {}) {
  const http = makeHttp({
    routes,
    verify,
    metrics,
    log: makeLog({ to: { write: (line) => void lines.push(line) } }),
    health: [],
    waitFor: async (_group, position) => position <= 50n,
    ...extra,
  }); // prettier-ignore
  const base = `http://127.0.0.1:${await http.listen(0)}`;
  const call = (path: string, init: RequestInit & { token?: string } = {}) =>
    fetch(base + path, { ...init, headers: { ...(init.token && { authorization: `Bearer ${init.token}` }), ...(init.headers as Record<string, string>) } });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}, token = 'nurse') =>
    call(path, { method: 'POST', token, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  return { http, base, call, post };
}
const thing = { name: { given: ['Ayşe'] } };

spec('http', (it, { setup, teardown }) => {
  let hub: Awaited<ReturnType<typeof running>>;
  setup(async () => {
    hub = await running();
  });
  teardown(async () => {
    await hub.http.close();
    metrics.stop();
  });

  it('gives the handler parsed parts and answers with revision and position as headers', async () => {
    const answer = await hub.post('/api/things/t1?limit=3', thing);
    assert.is(answer.status, 201);
    assert.is(answer.headers.get('etag'), '"4"');
    assert.is(answer.headers.get('hub-position'), '99');
    assert.equal([seen?.params, seen?.query, seen?.body], [{ id: 't1' }, { limit: 3 }, thing]);
    assert.equal(seen?.actor, { id: 'acme-m', kind: 'staff', role: 'nurse' });
  });

  it('records the role that allowed the call', async () => {
    await hub.post('/api/things/t1', thing, {}, 'admin');
    assert.is(seen?.actor.role, 'doctor');
  });

  it('names every faulty field by its dotted path', async () => {
    const answer = await hub.post('/api/things/t1', { name: { given: ['a', 1] } });
    assert.is(answer.status, 400);
    assert.match(answer.headers.get('content-type')!, 'application/problem+json');
    const problem = (await answer.json()) as { code: string; errors: { path: string }[]; correlationId: string };
    assert.is(problem.code, 'request.invalid');
    assert.equal(
      problem.errors.map((e) => e.path),
      ['name.given.1'],
    ); // prettier-ignore
    assert.is(problem.correlationId, answer.headers.get('hub-correlation-id'));
  });

  it('asks for a token, refuses a wrong one, and refuses a role that is not named', async () => {
    const codes = async (r: Response) => [r.status, ((await r.json()) as { code: string }).code];
    assert.equal(await codes(await hub.post('/api/things/t1', thing, {}, '')), [401, 'auth.token-missing']);
    assert.equal(await codes(await hub.post('/api/things/t1', thing, {}, 'forged')), [401, 'auth.token-invalid']);
    TOKENS['finance'] = principal('acme', 'finance');
    assert.equal(await codes(await hub.post('/api/things/t1', thing, {}, 'finance')), [403, 'auth.role']);
  });

  it('takes a gzip body and refuses one that inflates beyond the limit', async () => {
    const zipped = (value: unknown) =>
      hub.call('/api/things/t1', {
        method: 'POST',
        token: 'nurse',
        body: gzipSync(JSON.stringify(value)),
        headers: { 'content-type': 'application/fhir+json', 'content-encoding': 'gzip' },
      }); // prettier-ignore
    assert.is((await zipped(thing)).status, 201);
    const bomb = await zipped({ name: { given: ['x'.repeat(100_000)] } });
    assert.is(bomb.status, 413);
    assert.is(((await bomb.json()) as { code: string }).code, 'request.too-large');
  });

  it('refuses a body that is not JSON, or not said to be', async () => {
    const raw = async (body: string, type: string) =>
      ((await (await hub.call('/api/things/t1', { method: 'POST', token: 'nurse', body, headers: { 'content-type': type } })).json()) as { code: string }).code;
    assert.is(await raw('{', 'application/json'), 'request.json');
    assert.is(await raw('{}', 'text/plain'), 'request.media-type');
  });

  it('makes the same command id of the same key by the same member only', async () => {
    const idOf = async (key: string, token: string) => {
      await hub.post('/api/things/t1', thing, { 'idempotency-key': key }, token);
      return seen?.commandId;
    };
    const first = await idOf('key-00001', 'nurse');
    assert.match(first!, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.is(await idOf('key-00001', 'nurse'), first);
    assert.is.not(await idOf('key-00002', 'nurse'), first);
    assert.is.not(await idOf('key-00001', 'other'), first);
    assert.is((await hub.post('/api/things/t1', thing, { 'idempotency-key': 'short' })).status, 400);
  });

  it('waits for the view, and says so when it does not get there', async () => {
    assert.is((await hub.post('/api/things/t1', thing, { 'hub-wait-for': '50' })).status, 201);
    assert.is(seen?.waitFor, 50n);
    const late = await hub.post('/api/things/t1', thing, { 'hub-wait-for': '51' });
    assert.equal([late.status, late.headers.get('retry-after'), ((await late.json()) as { code: string }).code], [503, '1', 'view.not-yet']);
    assert.is((await hub.post('/api/things/t1', thing, { 'hub-wait-for': 'soon' })).status, 400);
  });

  it('turns a conflict into 412 when a revision was pinned', async () => {
    const plain = await hub.call('/api/fails/conflict', { token: 'nurse' });
    assert.is(plain.status, 409);
    assert.is(((await plain.json()) as { current: number }).current, 7);
    assert.is((await hub.call('/api/fails/conflict', { token: 'nurse', headers: { 'if-match': '"3"' } })).status, 412);
    assert.is((await hub.call('/api/fails/conflict', { token: 'nurse', headers: { 'if-match': 'x' } })).status, 400);
  });

  it('says when to come back while an engine is away', async () => {
    const answer = await hub.call('/api/fails/unavailable', { token: 'nurse' });
    assert.equal([answer.status, answer.headers.get('retry-after')], [503, '3']);
  });

  it('shows nothing of a defect but its correlation id', async () => {
    const answer = await hub.call('/api/fails/bug', { token: 'nurse', headers: { 'hub-correlation-id': 'abc-1' } });
    const text = await answer.text();
    assert.is(answer.status, 500);
    assert.not.match(text, 'Ayşe');
    assert.match(text, 'abc-1');
    assert.ok(lines.some((line) => line.includes('"http.bug"') && line.includes('abc-1')));
  });

  it('completes a problem that a route answered, and leaves other media types alone', async () => {
    const refused = await hub.call('/api/refused', { token: 'nurse' });
    assert.is(refused.status, 409);
    const { type, need, title } = (await refused.json()) as Record<string, unknown>;
    assert.equal([type, need, title], ['urn:hub:problem:thing.odd', 2, 'Conflict']);
    const outcome = await hub.call('/fhir/metadata');
    assert.match(outcome.headers.get('content-type')!, 'application/fhir+json');
    assert.is(((await outcome.json()) as { resourceType: string }).resourceType, 'OperationOutcome');
  });

  it('answers 405 with the methods there are, 404 otherwise, and 400 to a broken path', async () => {
    const wrong = await hub.call('/api/things/t1', { token: 'nurse' });
    assert.equal([wrong.status, wrong.headers.get('allow')], [405, 'POST']);
    assert.is((await hub.call('/api/nothing')).status, 404);
    assert.is((await hub.call('/api/things/%E0%A4%A')).status, 400);
  });

  it('joins a given trace', async () => {
    const answer = await hub.call('/api/open', { headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } });
    assert.is(answer.headers.get('hub-correlation-id'), '0af7651916cd43dd8448eb211c80319c');
    assert.is(answer.headers.get('cache-control'), 'no-store');
    assert.match(answer.headers.get('content-security-policy')!, "script-src 'self'");
  });

  it('logs neither paths nor bodies', () => {
    assert.ok(lines.length > 10);
    assert.not.match(lines.join(''), /Ayşe|things\/t1/);
  });
});
