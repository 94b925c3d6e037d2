// An account's life on a whole hub: invited by mail, password chosen, second factor, a fresh proof for what is grave, sessions ended.
import { Secret, TOTP } from 'otpauth';
import { equal, is, match, ok } from 'uvu/assert';
import { type Hub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';
import { until as eventually } from './until.ts';

type Problem = { code?: string; proof?: string };
const EMAIL = 'yeni.yonetici@klinik.example';
const PASSWORD = 'sakin bir liman 12';

spec('an account', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-account');
  let hub: Hub;
  let admin: Awaited<ReturnType<typeof signedIn>>;
  let secret: string;
  let recovery: string[];
  let at = 0;

  const post = async <T = Problem>(path: string, body: object, token?: string, method = 'POST') => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(hub.address + path, { method, headers, ...(method !== 'GET' && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as T };
  };
  const signIn = (more: object = {}) =>
    post<Problem & { accessToken: string; refreshToken: string }>('/api/auth/login', { email: EMAIL, password: PASSWORD, ...more });
  const until = <T>(what: string, look: () => Promise<T | undefined>) => eventually(what, look, 750);
  /** A code that was not used: codes are taken a step early. */
  const code = () => {
    const now = Math.floor(Date.now() / 30_000);
    at = Math.max(at + 1, now - 1);
    return until('the next code', async () =>
      at <= Math.floor(Date.now() / 30_000) + 1 ? new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at * 30_000 }) : undefined,
    );
  };

  setup(async () => {
    hub = await startHub(folder.path);
    admin = await signedIn(hub, 'admin', 'klinik');
  });
  teardown(async () => {
    await hub?.stop();
    folder.remove();
  });

  it('who is invited gets a mail whose link sets the password, once', async () => {
    const invited = await admin.json('/api/members', { email: EMAIL, name: 'Yeni Yönetici', roles: ['admin'] });
    is(invited.status, 201);
    const token = await until('the mail', async () => /set-password#([\w-]{43})/.exec(await (await fetch(`${hub.address}/mails`)).text())?.[1]);
    is((await signIn()).body.code, 'auth.bad-credentials');
    equal((await post('/api/auth/reset/confirm', { token, password: 'password1234' })).body.code, 'auth.password-weak');
    is((await post('/api/auth/reset/confirm', { token, password: PASSWORD })).status, 204);
    is((await post('/api/auth/reset/confirm', { token, password: PASSWORD })).body.code, 'auth.link-unknown');
    await until('the view', async () => ((await signIn()).status === 200 ? true : undefined));
  });

  it('a second factor is enrolled, and from then on asked for', async () => {
    const { accessToken } = (await signIn()).body;
    const offered = await post<{ secret: string; uri: string; qr: string }>('/api/auth/factor', {}, accessToken);
    is(offered.status, 200);
    match(offered.body.qr, /^<svg /);
    secret = offered.body.secret;
    const confirmed = await post<{ recoveryCodes: string[] }>('/api/auth/factor/confirm', { secret, code: await code() }, accessToken);
    is(confirmed.status, 200);
    recovery = confirmed.body.recoveryCodes;
    is(recovery.length, 10);
    await until('the view', async () => ((await signIn()).body.code === 'auth.code-needed' ? true : undefined));
    is((await signIn({ code: recovery[0] })).status, 200);
    is((await signIn({ code: recovery[0] })).body.code, 'auth.bad-code');
  });

  it('break-glass asks for a fresh proof when there is none', async () => {
    const patients = await admin.json<{ items: { id: string }[] }>('/api/patients');
    const body = { patientId: patients.body.items[0]!.id, minutes: 5, reason: 'Gece acil çağrısı, nöbetçi yok' };
    const { refreshToken, accessToken } = (await signIn({ code: recovery[1] })).body;
    is((await post('/api/break-glass', body, accessToken)).status, 201);
    is((await post('/api/auth/step-up', { code: '000000' }, accessToken)).status, 403);
    const proven = await post<{ accessToken: string }>('/api/auth/step-up', { code: recovery[2] }, accessToken);
    is(proven.status, 200);
    is((await post('/api/auth/refresh', { refreshToken })).status, 200);
  });

  it('a session that is ended is refused at once, and a removed member too', async () => {
    const { accessToken } = (await signIn({ code: recovery[3] })).body;
    const { body } = await post<{ items: { id: string; current: boolean }[] }>('/api/auth/sessions', {}, accessToken, 'GET');
    ok(body.items.length > 1);
    is((await post('/api/auth/sessions', {}, accessToken, 'DELETE')).status, 200);
    const left = await post<{ items: { id: string; current: boolean }[] }>('/api/auth/sessions', {}, accessToken, 'GET');
    equal(
      left.body.items.map(({ current }) => current),
      [true],
    );
    const other = (await signIn({ code: recovery[4] })).body.accessToken;
    const mine = left.body.items[0]!.id;
    is((await post(`/api/auth/sessions/${mine}`, {}, other, 'DELETE')).status, 204);
    await until('the end', async () => ((await post('/api/me', {}, accessToken, 'GET')).body.code === 'auth.session-ended' ? true : undefined));
    const me = await post<{ member: { id: string } }>('/api/me', {}, other, 'GET');
    is((await admin.call(`/api/members/${me.body.member.id}`, { method: 'DELETE' })).status, 200);
    await until('the refusal', async () => ((await post('/api/me', {}, other, 'GET')).status === 401 ? true : undefined));
    is((await signIn({ code: recovery[5] })).body.code, 'auth.bad-credentials');
  });
});
