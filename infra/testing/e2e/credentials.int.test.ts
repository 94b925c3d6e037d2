// What is not a person, on a whole hub: a widget on its page, a service account, a device with its own secret.
import { equal, is, match, not, ok } from 'uvu/assert';
import { type Hub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';
import { until as eventually } from './until.ts';

type Body = Record<string, unknown> & { code?: string; id?: string; key?: string; items?: Record<string, unknown>[] };
type Done = { id: string; position: string; key: string; credential: string };
type Asked = { token?: string; origin?: string; visitor?: string; body?: object; method?: string };
const PAGE = 'https://guzel-klinik.example';
const [VISITOR, OTHER] = ['v1'.repeat(12), 'v2'.repeat(12)];

spec('what is not a person', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-credentials');
  let hub: Hub;
  let admin: Awaited<ReturnType<typeof signedIn>>;

  async function ask(path: string, { token, origin, visitor, body, method = body ? 'POST' : 'GET' }: Asked = {}) {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(origin && { origin }),
      ...(visitor && { 'hub-customer': visitor }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const answer = await fetch(hub.address + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, page: answer.headers.get('access-control-allow-origin'), body: (text ? JSON.parse(text) : {}) as Body };
  }
  const until = <T>(what: string, look: () => Promise<T | undefined>) => eventually(what, look, 750);
  const refusedWith = (code: string, asked: () => ReturnType<typeof ask>) => until(code, async () => ((await asked()).body.code === code ? true : undefined));
  /** A command of the administrator, once the views know of it. */
  async function give(path: string, body: object = {}) {
    const done = await admin.json<Done>(path, body);
    ok(done.status < 300, `${path} ${done.status}`);
    await until('the views', async () =>
      (await admin.json('/api/keys', undefined, { 'hub-wait-for': done.body.position })).status === 200 ? true : undefined,
    );
    return done.body;
  }
  const issue = (body: object) => give('/api/keys', body);
  const widget = (more: object = {}) => issue({ kind: 'widget', label: 'Site', scopes: ['chat', 'offerings'], origins: [PAGE], ...more });

  setup(async () => {
    hub = await startHub(folder.path);
    admin = await signedIn(hub, 'admin', 'klinik');
  });
  teardown(async () => {
    await hub?.stop();
    folder.remove();
  });

  it('a widget’s key works on its page and nowhere else, which the browser is told beforehand', async () => {
    const { key: token } = await widget();
    const here = await ask('/api/offerings', { token, origin: PAGE });
    equal([here.status, here.page], [200, PAGE]);
    for (const origin of [undefined, 'https://evil.example', `${PAGE}.evil.example`, 'null']) {
      const there = await ask('/api/offerings', { token, ...(origin && { origin }) });
      equal([there.status, there.body.code, there.page], [403, 'auth.origin', null]);
    }
    const before = (path: string, origin: string) => ask(path, { origin, method: 'OPTIONS' });
    equal(await before('/api/chat/message', PAGE), { status: 204, page: PAGE, body: {} });
    for (const [path, origin] of [
      ['/api/chat/message', 'https://evil.example'],
      ['/api/patients', PAGE],
      ['/api/auth/login', PAGE],
    ])
      is((await before(path!, origin!)).page, null, path);
  });

  it('a widget’s visitor reads and hands over their own conversation, and nobody else’s', async () => {
    const { key: token } = await widget({ label: 'Sohbet' });
    const as = (visitor: string) => ({ token, origin: PAGE, visitor });
    const said = await ask('/api/chat/message', { ...as(VISITOR), body: { content: 'Merhaba, ağrım var' } });
    equal([said.status, said.page], [201, PAGE]);
    is((await ask('/api/chat/message', { token, origin: PAGE, body: { content: 'x' } })).body.code, 'request.invalid');
    is((await ask('/api/chat/message', { ...as('kisa'), body: { content: 'x' } })).body.code, 'request.invalid');
    const history = await until('the view', async () => {
      const { status, body } = await ask(`/api/chat/history/${said.body.id}`, as(VISITOR));
      return status === 200 && body.items!.length > 0 ? body.items! : undefined;
    });
    match(JSON.stringify(history), /ağrım var/);
    for (const asked of [as(OTHER), { token, origin: PAGE }]) is((await ask(`/api/chat/history/${said.body.id}`, asked)).status, 404);
    const over = (visitor: string) => ask('/api/chat/handover', { ...as(visitor), body: { conversation_id: said.body.id } });
    equal([(await over(OTHER)).status, (await over(VISITOR)).status], [404, 200]);
  });

  it('a key opens what its scopes say and no other route, not even one for everybody who is signed in', async () => {
    const { key: token } = await widget({ label: 'Dar', scopes: ['offerings'] });
    for (const path of ['/api/me', '/api/patients', '/api/cases', '/api/keys', '/api/members', '/api/conversations', '/api/auth/sessions'])
      is((await ask(path, { token, origin: PAGE })).body.code, 'auth.scope', path);
    is((await ask('/api/chat/message', { token, origin: PAGE, visitor: VISITOR, body: { content: 'x' } })).body.code, 'auth.scope');
    is((await admin.json<Body>('/api/chat/message', { content: 'x' })).status, 403);
  });

  it('a service account acts as a program of its tenant within its scopes, and is named in what it does', async () => {
    const { key: token } = await issue({ kind: 'service', label: 'CRM', scopes: ['conversations.read', 'conversations.write'] });
    const begun = await ask('/api/conversations', { token, body: { channel: 'web', identity: 'crm-musterisi-1' } });
    is(begun.status, 201);
    const found = await until('the view', async () => {
      const { body } = await ask('/api/conversations', { token });
      return body.items!.find(({ id }) => id === begun.body.id);
    });
    is(found['customer_identifier'], 'crm-musterisi-1');
    is((await ask(`/api/conversations/${begun.body.id}/take-over`, { token, body: {} })).body.code, 'auth.scope');
    is((await ask('/api/leads', { token, body: {} })).body.code, 'auth.scope');
  });

  it('a device gets a token for its secret, which reaches itself and no other device', async () => {
    const register = (serial_number: string) => give('/api/devices/register', { serial_number });
    const [mine, other] = [await register('ARMA-2025-101'), await register('ARMA-2025-102')];
    const exchange = () => ask('/api/auth/device', { body: { credential: mine.credential } });
    const token = String((await exchange()).body['accessToken']);
    equal([(await ask(`/api/devices/${mine.id}/status`, { token })).status, (await ask(`/api/devices/${other.id}/status`, { token })).status], [200, 404]);
    is((await ask('/api/devices', { token })).body.code, 'auth.scope');
    const [from, to] = ['2026-01-01T10:00:00.000Z', '2026-01-01T10:05:00.000Z'];
    const used = { from, to, interactions: [{ type: 'voice', count: 2, seconds: 20, successes: 1 }], batteryLevel: 80 };
    equal((await ask(`/api/devices/${mine.id}/usage`, { token, body: used })).body['events'], ['DeviceUsageSummarised']);
    is((await ask(`/api/devices/${other.id}/usage`, { token, body: used })).status, 404);
    is((await admin.json<Body>(`/api/devices/${mine.id}/usage`, used)).status, 403);
    const spoken = await ask('/api/chat/message', { token, body: { content: 'Randevu istiyorum' } });
    is(spoken.status, 201);
    is((await ask('/api/devices', { token: mine.credential })).body.code, 'auth.device-token');
    is((await ask('/api/auth/device', { body: { credential: mine.credential.slice(0, -4) } })).body.code, 'auth.bad-key');
    await give(`/api/devices/${mine.id}/credential`);
    await refusedWith('auth.bad-key', () => ask(`/api/devices/${mine.id}/status`, { token }));
    await refusedWith('auth.bad-key', exchange);
  });

  it('a device that is lost is retired, and is refused from then on', async () => {
    const { id, credential } = await give('/api/devices/register', { serial_number: 'ARMA-2025-103' });
    const exchange = () => ask('/api/auth/device', { body: { credential } });
    const token = String((await exchange()).body['accessToken']);
    await give(`/api/devices/${id}/retire`, { reason: 'Çalındı' });
    await refusedWith('auth.bad-key', () => ask(`/api/devices/${id}/status`, { token }));
    await refusedWith('auth.bad-key', exchange);
  });

  it('a revoked key is refused, its page too, and the list says when each key was last used', async () => {
    const own = await issue({ kind: 'widget', label: 'Eski', scopes: ['offerings'], origins: ['https://eski.example'] });
    const asked = () => ask('/api/offerings', { token: own.key, origin: 'https://eski.example' });
    is((await asked()).status, 200);
    const listed = () => admin.json<Body>('/api/keys').then(({ body }) => body.items!.find((one) => one['id'] === own.id)!);
    await until('the use', async () => (await listed())['lastUsedAt']);
    not.match(JSON.stringify(await listed()), new RegExp(own.key.slice(-20)));
    await give(`/api/keys/${own.id}/revoke`);
    await refusedWith('auth.bad-key', asked);
    await until('the page', async () =>
      (await ask('/api/offerings', { origin: 'https://eski.example', method: 'OPTIONS' })).page === null ? true : undefined,
    );
    ok((await listed())['revokedAt']);
  });
});
