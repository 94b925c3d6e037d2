import * as assert from 'uvu/assert';
import type { RouteRequest } from '#domain/kernel/route.ts';
import { credentials, refusal, row, signed, who, world, type Signed } from '#infra/testing/auth-world.ts';
import { spec } from '#infra/testing/spec.ts';

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
});
