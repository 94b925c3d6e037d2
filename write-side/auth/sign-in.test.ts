import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import type { Answer, RouteRequest } from '#domain/kernel/route.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import { type Sealed, SHREDDED } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { commandMark, eventId } from '#write-side/kernel/ids.ts';
import type { AuthPorts, Claims, Mail, MemberRow, Opened, Session, TenantRow } from './ports.ts';
import { weakness } from './password-rules.ts';
import { invitationMails } from './mail-routes.ts';
import { authRoutes } from './routes.ts';

const sealed = (value: string, event = value): Sealed => ({ $sealed: value, subject: 's', event, field: 'f' });
const row = (tenant: string, password: string, more: Partial<MemberRow> = {}): MemberRow => ({
  tenant,
  memberId: `${tenant}-m1`,
  roles: ['nurse'],
  name: sealed('Ada'),
  email: sealed('ada@x.io'),
  passwordHash: sealed(password, `${tenant}-set-${password}`),
  position: 5n,
  ...more,
}); // prettier-ignore

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
/** A code of this moment; what real ones are is tested where they are made. */
const codeOf = (_secret: string, at: Date) => String(Math.floor(at.getTime() / 30_000) % 1_000_000).padStart(6, '0');
const factor = (tenant = 'acme') => ({ secret: sealed(SECRET, `${tenant}-factor`), recovery: sealed(['h(aaaaa-bbbbb)'] as never, `${tenant}-factor`) });

/** The ports in memory; passwords stand in for their hashes. */
function world(rows: MemberRow[]) {
  const members = rows;
  const tenants: Record<string, TenantRow> = {};
  const sessions = new Map<string, Session>();
  const verified: (string | undefined)[] = [];
  const failures: string[] = [];
  const mails = new Map<string, Mail>();
  const issued: Claims[] = [];
  const spent = new Set<string>();
  let now = new Date('2026-03-01T10:00:00Z');
  const set: { tenant: string; by: string; password: string; event: string }[] = [];
  const shredded = new Set<string>();
  const opened = (session: Session): Opened => ({ session, refreshToken: `${session.id}-${'r'.repeat(40)}`, expiresAt: new Date('2030-01-01') });
  const byToken = (token: string) => sessions.get(token.slice(0, 2));
  const ports: AuthPorts = {
    emailKey: (email) => email.toLowerCase(),
    findMembers: async (key) => (key === 'ada@x.io' ? members : []),
    findTenants: async (slugs) =>
      slugs.map((slug) => tenants[slug] ?? { slug, name: slug.toUpperCase(), kind: 'clinic', locale: 'tr', suspended: false, position: 3n }),
    open: async (_tenant, values) => values.map((v) => (shredded.has(v.$sealed) ? SHREDDED : v.$sealed)),
    verifyPassword: async (hash, password) => {
      verified.push(hash);
      return hash === password;
    },
    now: () => now,
    factors: {
      make: () => ({ secret: SECRET, uri: 'otpauth://totp/x', qr: '<svg/>' }),
      stepOf: (secret, code) => (code === codeOf(secret, now) ? Math.floor(now.getTime() / 30_000) : undefined),
      recoveryCodes: () => ({ codes: ['aaaaa-bbbbb'], hashes: ['h(aaaaa-bbbbb)'] }),
      hashOf: (code) => `h(${code})`,
      spend: async (factor, mark) => !spent.has(`${factor} ${mark}`) && spent.add(`${factor} ${mark}`) !== undefined,
      recovered: async () => [...spent].filter((mark) => mark.includes('recovery')).length,
    },
    outbox: {
      add: async (mail) => void mails.set(mail.id, mail),
      redeem: async (token, use) => use([...mails.values()].at(-1)!, token),
    },
    hashPassword: async (password) => password,
    dispatch: async (to, { data }, { id, actor }) => {
      set.push({ tenant: to.tenant, by: actor.id, password: (data as { passwordHash: string }).passwordHash, event: eventId(commandMark(id, to), 0) });
      return { revision: 1, events: ['PasswordSet'], repeated: false };
    },
    exchange: async () => Promise.reject(new Error('no devices here')),
    issue: async (claims) => {
      issued.push(claims);
      return { accessToken: `token-${claims.tenant}`, expiresIn: 600 };
    },
    sessions: {
      start: async (session) => {
        const made = { id: `s${sessions.size}`, ...session };
        sessions.set(made.id, made);
        return opened(made);
      },
      rotate: async (token) => {
        const session = byToken(token);
        return session ? opened(session) : 'unknown';
      },
      find: async (id) => sessions.get(id),
      hold: async (id, accounts) => void sessions.set(id, { ...sessions.get(id)!, accounts }),
      list: async () => [],
      end: async (_of, which) => {
        const gone = [...sessions.keys()].filter((id) => ('id' in which ? id === which.id : id !== which.except));
        for (const id of gone) sessions.delete(id);
        return gone.length;
      },
      choose: async (id, tenant) => void sessions.set(id, { ...sessions.get(id)!, tenant }),
      endByToken: async (token) => void sessions.delete(token.slice(0, 2)),
    },
    attempts: {
      begin: async (key) => {
        if (failures.filter((f) => f === key).length >= 3) throw new HubError('too-many', 'auth.slow-down', 'wait');
        failures.push(key);
      },
      passed: async () => void failures.splice(0),
    },
  };
  const routes = authRoutes(ports);
  const call = (path: string, body: unknown = {}, more: Partial<RouteRequest> = {}): Promise<Answer> => {
    const asked = routes.filter((r) => r.path === path);
    const route = asked.find((r) => (body === null) === (r.method === 'get')) ?? asked[0]!;
    return route.handle({ headers: {}, ...more, body: route.body ? route.body.parse(body) : undefined } as never);
  };
  return {
    call,
    members,
    tenants,
    sessions,
    verified,
    issued,
    shredded,
    set,
    mails,
    failures,
    later: (ms: number) => (now = new Date(now.getTime() + ms)),
    code: () => codeOf(SECRET, now),
  };
}
type Signed = {
  accessToken: string;
  refreshToken?: string;
  tenant: { slug: string };
  tenants: { slug: string }[];
  member: { id: string; name: string; roles: string[] };
};
const credentials = { email: 'Ada@x.io', password: 'right' };
const signed = (answer: Answer) => answer.body as Signed;
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: HubError) => error.code,
  ); // prettier-ignore
const who = (tenant: string, session: string) => ({ tenant, memberId: `${tenant}-m1`, roles: ['nurse'] as const, rights: rightsOf(['nurse']), session });

spec('sign-in', (it) => {
  it('opens the tenants whose password it is, and those only', async () => {
    const w = world([row('zeta', 'right'), row('acme', 'right'), row('other', 'different')]);
    const answer = signed(await w.call('/api/auth/login', credentials));
    assert.equal(
      answer.tenants.map((t) => t.slug),
      ['acme', 'zeta'],
    ); // prettier-ignore
    assert.equal([answer.tenant.slug, answer.member.name, answer.accessToken], ['acme', 'Ada', 'token-acme']);
    assert.match(answer.refreshToken!, /^s0/);
    assert.is(signed(await w.call('/api/auth/login', { ...credentials, tenant: 'zeta' })).tenant.slug, 'zeta');
    assert.is(await refusal(w.call('/api/auth/login', { ...credentials, tenant: 'other' })), 'auth.bad-credentials');
  });

  it('answers alike, after alike work, to a wrong password and an unknown address', async () => {
    const w = world([row('acme', 'right')]);
    assert.is(await refusal(w.call('/api/auth/login', { ...credentials, password: 'wrong' })), 'auth.bad-credentials');
    assert.is(await refusal(w.call('/api/auth/login', { email: 'nobody@x.io', password: 'right' })), 'auth.bad-credentials');
    assert.equal(w.verified, ['right', undefined]);
  });

  it('slows down guessing, also for an address that does not exist', async () => {
    const w = world([]);
    for (let i = 0; i < 3; i += 1) await refusal(w.call('/api/auth/login', credentials));
    assert.is(await refusal(w.call('/api/auth/login', credentials)), 'auth.slow-down');
    assert.is(w.verified.length, 3);
  });

  it('lets nobody in without a role, without a password, or to a suspended tenant', async () => {
    const w = world([row('acme', 'right', { roles: [] }), row('beta', 'right', { passwordHash: undefined }), row('gone', 'right')]);
    w.tenants['gone'] = { slug: 'gone', name: 'Gone', kind: 'clinic', locale: 'tr', suspended: true, position: 3n };
    assert.is(await refusal(w.call('/api/auth/login', credentials)), 'auth.bad-credentials');
  });

  it('refreshes with the roles of this moment, and ends when nothing is left', async () => {
    const w = world([row('acme', 'right')]);
    const { refreshToken } = signed(await w.call('/api/auth/login', credentials));
    w.members[0] = row('acme', 'right', { roles: ['doctor'] });
    await w.call('/api/auth/refresh', { refreshToken });
    assert.equal(w.issued.at(-1)?.roles, ['doctor']);
    w.members[0] = row('acme', 'right', { roles: [] });
    assert.is(await refusal(w.call('/api/auth/refresh', { refreshToken })), 'auth.session-ended');
    assert.is(w.sessions.size, 0);
  });

  it('ends the hold of a session on a tenant where the password was changed', async () => {
    const w = world([row('acme', 'right'), row('beta', 'right')]);
    const { refreshToken } = signed(await w.call('/api/auth/login', credentials));
    w.members[0] = row('acme', 'changed');
    const answer = signed(await w.call('/api/auth/refresh', { refreshToken }));
    assert.equal([answer.tenant.slug, answer.tenants.length], ['beta', 1]);
  });

  it('keeps the refresh token of a browser in a cookie that no script and no other site can use', async () => {
    const w = world([row('acme', 'right')]);
    const headers = { host: 'hub.example', origin: 'https://hub.example', 'x-forwarded-proto': 'https' };
    const answer = await w.call('/api/auth/login', { ...credentials, session: 'cookie' }, { headers });
    assert.is(signed(answer).refreshToken, undefined);
    const set = answer.headers!['Set-Cookie']!;
    assert.match(set, /^hub_refresh=[\w-]+; Path=\/api\/auth; HttpOnly; SameSite=Strict; Expires=.+; Secure$/);
    const cookie = `theme=dark; ${set.split(';')[0]}`;
    assert.is((await w.call('/api/auth/refresh', {}, { headers: { ...headers, cookie } })).status, 200);
    for (const origin of [undefined, 'https://evil.example', 'https://hub.example.evil'])
      assert.is(await refusal(w.call('/api/auth/refresh', {}, { headers: { ...headers, origin, cookie } })), 'auth.origin');
    const left = await w.call('/api/auth/logout', {}, { headers: { ...headers, cookie } });
    assert.match(left.headers!['Set-Cookie']!, /^hub_refresh=; .*Expires=Thu, 01 Jan 1970/);
    assert.is(w.sessions.size, 0);
  });

  it('switches to a tenant of the session and to no other', async () => {
    const w = world([row('acme', 'right'), row('beta', 'right'), row('other', 'different')]);
    await w.call('/api/auth/login', credentials);
    const asAda = { who: who('acme', 's0') } as Partial<RouteRequest>;
    assert.is(signed(await w.call('/api/auth/switch', { tenant: 'beta' }, asAda)).accessToken, 'token-beta');
    assert.is(w.sessions.get('s0')?.tenant, 'beta');
    assert.is(await refusal(w.call('/api/auth/switch', { tenant: 'other' }, asAda)), 'auth.tenant');
    assert.is(await refusal(w.call('/api/auth/switch', { tenant: 'beta' }, { who: who('acme', 'sX') } as Partial<RouteRequest>)), 'auth.session-ended');
  });

  it('says who is signed in and what they may see', async () => {
    const w = world([row('acme', 'right')]);
    await w.call('/api/auth/login', credentials);
    const me = (await w.call('/api/me', undefined, { who: who('acme', 's0') } as Partial<RouteRequest>)).body as Signed & { rights: { health: boolean } };
    assert.equal([me.member.id, me.tenant.slug, me.rights.health], ['acme-m1', 'acme', true]);
  });

  it('lets nobody in whose person was erased', async () => {
    const w = world([row('acme', 'right')]);
    for (const value of ['right', 'Ada', 'ada@x.io']) w.shredded.add(value);
    assert.is(await refusal(w.call('/api/auth/login', credentials)), 'auth.bad-credentials');
  });

  it('a token knows its member and tenant up to the later of their changes', async () => {
    const w = world([row('acme', 'right', { position: 2n })]);
    await w.call('/api/auth/login', credentials);
    assert.is(w.issued[0]!.asOf, 3n);
  });

  it('a new password is set wherever the old one was, ends every other session and not this one', async () => {
    const w = world([row('acme', 'right'), row('beta', 'right'), row('other', 'different')]);
    await w.call('/api/auth/login', credentials);
    const { refreshToken } = signed(await w.call('/api/auth/login', credentials));
    const mine = { who: who('acme', 's1'), commandId: 'c1', correlationId: 'c' } as Partial<RouteRequest>;
    const password = 'a long and lonely road';
    assert.is(await refusal(w.call('/api/auth/password', { current: 'wrong', password }, mine)), 'auth.bad-password');
    assert.is(await refusal(w.call('/api/auth/password', { current: 'right', password: 'Ada@x.io-Ada@x.io' }, mine)), 'auth.password-weak');
    assert.is((await w.call('/api/auth/password', { current: 'right', password }, mine)).status, 204);
    assert.equal(
      w.set.map(({ tenant, by, password }) => [tenant, by, password]),
      ['acme', 'beta'].map((tenant) => [tenant, `${tenant}-m1`, password]),
    );
    assert.equal([...w.sessions.keys()], ['s1']);
    w.members[0] = row('acme', password, { passwordHash: sealed(password, w.set[0]!.event) });
    assert.is(signed(await w.call('/api/auth/refresh', { refreshToken })).tenant.slug, 'acme');
  });
  it('asks for a code where a second factor is enrolled, and takes each code once', async () => {
    const w = world([row('acme', 'right', { factor: factor() })]);
    assert.is(await refusal(w.call('/api/auth/login', credentials)), 'auth.code-needed');
    assert.is(await refusal(w.call('/api/auth/login', { ...credentials, password: 'wrong' })), 'auth.bad-credentials');
    w.failures.splice(0);
    assert.is(await refusal(w.call('/api/auth/login', { ...credentials, code: '999999' })), 'auth.bad-code');
    w.failures.splice(0);
    assert.is((await w.call('/api/auth/login', { ...credentials, code: w.code() })).status, 200);
    assert.is(await refusal(w.call('/api/auth/login', { ...credentials, code: w.code() })), 'auth.bad-code');
    w.failures.splice(0);
    w.later(30_000);
    assert.is((await w.call('/api/auth/login', { ...credentials, code: w.code() })).status, 200);
    assert.equal([w.issued.at(-1)!.factor, w.issued.at(-1)!.provenAt !== undefined], [true, true]);
  });

  it('takes a recovery code in place of a code, once', async () => {
    const w = world([row('acme', 'right', { factor: factor() })]);
    assert.is((await w.call('/api/auth/login', { ...credentials, code: 'aaaaa-bbbbb' })).status, 200);
    assert.is(await refusal(w.call('/api/auth/login', { ...credentials, code: 'aaaaa-bbbbb' })), 'auth.bad-code');
  });

  it('a session from before the second factor reaches the tenant no more, until it shows a code', async () => {
    const w = world([row('acme', 'right'), row('beta', 'right')]);
    const { refreshToken } = signed(await w.call('/api/auth/login', credentials));
    w.members[0] = row('acme', 'right', { factor: factor() });
    assert.is(signed(await w.call('/api/auth/refresh', { refreshToken })).tenant.slug, 'beta');
    const asAda = { who: who('beta', 's0') } as Partial<RouteRequest>;
    assert.is(await refusal(w.call('/api/auth/switch', { tenant: 'acme' }, asAda)), 'auth.code-needed');
    assert.is(signed(await w.call('/api/auth/switch', { tenant: 'acme', code: w.code() }, asAda)).tenant.slug, 'acme');
    assert.is(signed(await w.call('/api/auth/refresh', { refreshToken })).tenant.slug, 'acme');
  });

  it('proves anew by password, or by code once a factor is enrolled, and then the token says when', async () => {
    const w = world([row('acme', 'right')]);
    await w.call('/api/auth/login', credentials);
    const mine = {
      who: who('acme', 's0'),
      actor: { id: 'acme-m1', kind: 'staff', role: 'nurse' },
      commandId: 'c1',
      correlationId: 'c',
    } as Partial<RouteRequest>;
    w.later(600_000);
    assert.is(await refusal(w.call('/api/auth/step-up', { password: 'wrong' }, mine)), 'auth.bad-password');
    await w.call('/api/auth/step-up', { password: 'right' }, mine);
    assert.is(w.issued.at(-1)!.provenAt, Date.parse('2026-03-01T10:10:00Z'));
    assert.is(await refusal(w.call('/api/auth/factor/confirm', { secret: SECRET, code: '999999' }, mine)), 'auth.bad-code');
    const { recoveryCodes } = (await w.call('/api/auth/factor/confirm', { secret: SECRET, code: w.code() }, mine)).body as { recoveryCodes: string[] };
    assert.equal(recoveryCodes, ['aaaaa-bbbbb']);
    const enrolled = w.set[0]!.event;
    w.members[0] = row('acme', 'right', { factor: { secret: sealed(SECRET, enrolled), recovery: sealed(['h(aaaaa-bbbbb)'] as never, enrolled) } });
    assert.is(await refusal(w.call('/api/auth/step-up', { password: 'right' }, mine)), 'auth.code-needed');
    assert.is(await refusal(w.call('/api/auth/step-up', { code: w.code() }, mine)), 'auth.bad-code'); // it enrolled with this one
    w.later(30_000);
    assert.is((await w.call('/api/auth/step-up', { code: w.code() }, mine)).status, 200);
    assert.equal((await w.call('/api/auth/factor', null, mine)).body, { enrolled: true, recoveryCodesLeft: 1 });
  });

  it('asking for a new password answers alike for every address, and is one mail however often it is asked', async () => {
    const w = world([row('acme', 'right')]);
    for (const email of ['Ada@x.io', 'ada@x.io', 'nobody@x.io', 'nobody@x.io']) assert.equal(await w.call('/api/auth/reset', { email }), { status: 202 });
    const asked = [...w.mails.values()].map(({ emailKey }) => emailKey);
    assert.equal(asked, ['ada@x.io', 'nobody@x.io']);
    w.later(600_000);
    await w.call('/api/auth/reset', { email: 'ada@x.io' });
    assert.is(w.mails.size, 3);
  });

  it('the link of a mail sets one password in every tenant, ends every session and opens no second factor', async () => {
    const w = world([row('acme', 'right'), row('beta', 'other', { factor: factor('beta') })]);
    await w.call('/api/auth/login', { ...credentials, tenant: 'acme' });
    await w.call('/api/auth/reset', { email: 'ada@x.io' });
    const password = 'a long and lonely road';
    const confirm = (chosen: string) =>
      w.call('/api/auth/reset/confirm', { token: 'A'.repeat(43), password: chosen }, { correlationId: 'c' } as Partial<RouteRequest>);
    assert.is(await refusal(confirm('short')), 'auth.password-weak');
    await confirm(password);
    const tenants = w.set.map(({ tenant }) => tenant);
    assert.equal([tenants, w.sessions.size], [['acme', 'beta'], 0]);
    w.members[1] = row('beta', password, { factor: factor('beta') });
    assert.is(await refusal(w.call('/api/auth/login', { ...credentials, tenant: 'beta', password })), 'auth.code-needed');
  });

  it('who is invited without a password gets one mail for the invitation, and one for each that is renewed', async () => {
    const told: Mail[] = [];
    const reactor = invitationMails({ add: async (mail) => void told.push(mail) });
    const event = (id: string, type: string, data: object) => ({ id, type, data, stream: { tenant: 'acme', slice: 'member', id: 'm1' } }) as never;
    for (const id of ['e1', 'e1', 'e2']) await reactor.react(event(id, 'MemberInvited', { emailKey: 'k', byMail: true }));
    await reactor.react(event('e3', 'MemberInvited', { emailKey: 'k' }));
    await reactor.react(event('e4', 'InvitationRenewed', { emailKey: 'k' }));
    assert.is(new Set(told.map(({ id }) => id)).size, 3);
    assert.equal([told.length, told[0]!.member], [4, { tenant: 'acme', memberId: 'm1' }]);
  });
});

spec('passwords', (it) => {
  it('a password is long, on no list of common ones, and not made of the address', () => {
    const email = 'ada.yilmaz@klinik.example';
    const bad = ['short', '123456789012', 'aaaaaaaaaaaa', 'Password1234', 'FENERBAHÇE1907', 'seniSeviyorum!', email, 'ada.yilmaz123', 'abababababab'];
    for (const password of bad) assert.ok(weakness(password, email), password);
    for (const password of ['correct horse battery', 'kanaryalar uçar 12', 'synchron-demo', 'ğüşöçİıĞÜŞÖÇ'])
      assert.is(weakness(password, email), undefined, password);
  });
});
