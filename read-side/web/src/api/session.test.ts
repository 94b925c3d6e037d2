import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeHttp } from './http.ts';
import type { Problem } from './problem.ts';
import { makeSession } from './session.ts';

const signedIn = (accessToken: string, expiresIn = 900) => ({
  accessToken,
  expiresIn,
  member: { id: 'm', name: 'Elif', email: 'e@x', roles: ['doctor'] },
  tenant: { slug: 'acme', name: 'Acme', kind: 'clinic' },
  tenants: [],
});
type Call = { path: string; headers: Headers; body: unknown };

/** A hub that answers by path, in order, and remembers what it was asked. */
function hub(answers: Record<string, (() => Response)[]>) {
  const calls: Call[] = [];
  const kept = new Map<string, string>();
  const storage = { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => kept.set(k, v), removeItem: (k: string) => kept.delete(k) };
  const fetch = async (path: string, init: RequestInit = {}) => {
    calls.push({ path, headers: new Headers(init.headers), body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined });
    const next = answers[path]?.shift();
    if (!next) throw new TypeError('fetch failed');
    return next();
  };
  const session = makeSession({ storage: storage as unknown as Storage, fetch: fetch as typeof globalThis.fetch });
  return { calls, kept, session, http: makeHttp(session, { fetch: fetch as typeof globalThis.fetch }) };
}
const ok = (body: unknown) => () => Response.json(body);
const no = (status: number, code: string) => () => Response.json({ status, code, detail: code }, { status });

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !holds(); i += 1) await new Promise((done) => setImmediate(done));
  assert.ok(holds());
}

spec('the session of a tab', (it) => {
  it('asks for no refresh before anybody has signed in here', async () => {
    const { session, calls } = hub({});
    await session.start();
    assert.is(session.get().phase, 'out');
    assert.is(calls.length, 0);
  });
  it('keeps no token outside memory', async () => {
    const { session, kept } = hub({ '/api/auth/login': [ok(signedIn('secret'))] });
    await session.signIn('e@x', 'pw');
    assert.not.ok([...kept.values()].join().includes('secret'));
  });
  it('a token about to expire is renewed once for all who wait, for this tab’s tenant', async () => {
    const { session, calls } = hub({ '/api/auth/login': [ok(signedIn('old', 5))], '/api/auth/refresh': [ok(signedIn('new'))] });
    await session.signIn('e@x', 'pw');
    assert.equal(await Promise.all([session.token(), session.token()]), ['new', 'new']);
    assert.equal(
      calls.filter(({ path }) => path === '/api/auth/refresh').map(({ body }) => body),
      [{ tenant: 'acme' }],
    );
  });
  it('a refused refresh ends the session and says so', async () => {
    const { session } = hub({ '/api/auth/login': [ok(signedIn('old', 5))], '/api/auth/refresh': [no(401, 'auth.session-ended')] });
    await session.signIn('e@x', 'pw');
    await session.token().catch(() => undefined);
    assert.equal(session.get(), { phase: 'out', ended: true });
  });
  it('a hub that is away for a moment does not end the session', async () => {
    const { session } = hub({ '/api/auth/login': [ok(signedIn('old', 5))] });
    await session.signIn('e@x', 'pw');
    await session.token().catch(() => undefined);
    assert.is(session.get().phase, 'in');
  });
  it('a 401 renews the token and repeats the request once', async () => {
    const { session, http, calls } = hub({
      '/api/auth/login': [ok(signedIn('one'))],
      '/api/auth/refresh': [ok(signedIn('two'))],
      '/api/cases': [no(401, 'auth.token'), ok({ items: [] })],
    });
    await session.signIn('e@x', 'pw');
    assert.equal(await http.get('/api/cases'), { items: [] });
    assert.is(calls.at(-1)?.headers.get('authorization'), 'Bearer two');
  });
  it('a command whose answer was lost is sent again under the same key', async () => {
    const lost = () => {
      throw new TypeError('connection reset');
    };
    const { session, http, calls } = hub({ '/api/auth/login': [ok(signedIn('one'))], '/api/cases': [lost, ok({ id: 'c', position: '7' })] });
    await session.signIn('e@x', 'pw');
    await http.command('/api/cases', {});
    const keys = calls.filter(({ path }) => path === '/api/cases').map(({ headers }) => headers.get('idempotency-key'));
    assert.is(keys.length, 2);
    assert.is(keys[0], keys[1]);
  });
  it('reads after a command wait for its position', async () => {
    const { session, http, calls } = hub({ '/api/auth/login': [ok(signedIn('one'))], '/api/cases': [ok({ id: 'c', position: '7' }), ok({ items: [] })] });
    await session.signIn('e@x', 'pw');
    await http.command('/api/cases', {});
    await http.get('/api/cases');
    assert.is(calls.at(-1)?.headers.get('hub-wait-for'), '7');
  });
  it('what needs a fresh proof asks for it once, however many wait, and then goes on', async () => {
    const stepUp = () => Response.json({ status: 403, code: 'auth.step-up', detail: 'x', proof: 'code' }, { status: 403 });
    const { session, http, calls } = hub({
      '/api/auth/login': [ok(signedIn('old'))],
      '/api/keys': [stepUp, stepUp, ok({ id: 'a' }), ok({ id: 'b' })],
      '/api/auth/step-up': [no(403, 'auth.bad-code'), ok(signedIn('proven'))],
    });
    await session.signIn('e@x', 'pw');
    const both = Promise.all([http.command<{ id: string }>('/api/keys', {}), http.command<{ id: string }>('/api/keys', {})]);
    await until(() => calls.filter(({ path }) => path === '/api/keys').length === 2 && session.prompt.get() !== undefined);
    const asked = session.prompt.get()!;
    assert.is(asked.kind, 'code');
    assert.is(await asked.attempt({ code: '000000' }).catch((error: Problem) => error.code), 'auth.bad-code');
    assert.is(session.prompt.get(), asked);
    await asked.attempt({ code: '123456' });
    assert.equal((await both).map(({ id }) => id).toSorted(), ['a', 'b']);
    assert.is(session.prompt.get(), undefined);
    assert.is(calls.at(-1)!.headers.get('authorization'), 'Bearer proven');
  });
  it('who does not want to prove who they are gets the refusal', async () => {
    const stepUp = () => Response.json({ status: 403, code: 'auth.step-up', detail: 'x', proof: 'password' }, { status: 403 });
    const { session, http } = hub({ '/api/auth/login': [ok(signedIn('old'))], '/api/keys': [stepUp] });
    await session.signIn('e@x', 'pw');
    const refused = http.command('/api/keys', {}).catch((error: Problem) => error.code);
    await until(() => session.prompt.get() !== undefined);
    session.prompt.get()!.cancel();
    assert.is(await refused, 'auth.step-up');
  });
  it('a tenant that wants a code is switched to once it has one', async () => {
    const there = { ...signedIn('beta'), tenant: { slug: 'beta', name: 'Beta', kind: 'clinic' } };
    const { session, calls } = hub({ '/api/auth/login': [ok(signedIn('old'))], '/api/auth/switch': [no(403, 'auth.code-needed'), ok(there)] });
    await session.signIn('e@x', 'pw');
    const switched = session.switchTo('beta');
    await until(() => session.prompt.get() !== undefined);
    await session.prompt.get()!.attempt({ code: '123456' });
    await switched;
    assert.equal(calls.at(-1)!.body, { tenant: 'beta', code: '123456' });
  });
});
