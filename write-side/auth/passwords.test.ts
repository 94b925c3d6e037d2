import * as assert from 'uvu/assert';
import type { RouteRequest } from '#domain/kernel/route.ts';
import { credentials, factor, refusal, row, sealed, signed, who, world } from '#infra/testing/auth-world.ts';
import { spec } from '#infra/testing/spec.ts';
import { invitationMails } from './mail-routes.ts';
import { weakness } from './password-rules.ts';
import type { Mail } from './ports.ts';

spec('passwords', (it) => {
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

  it('a password is long, on no list of common ones, and not made of the address', () => {
    const email = 'ada.yilmaz@klinik.example';
    const bad = ['short', '123456789012', 'aaaaaaaaaaaa', 'Password1234', 'FENERBAHÇE1907', 'seniSeviyorum!', email, 'ada.yilmaz123', 'abababababab'];
    for (const password of bad) assert.ok(weakness(password, email), password);
    for (const password of ['correct horse battery', 'kanaryalar uçar 12', 'synchron-demo', 'ğüşöçİıĞÜŞÖÇ'])
      assert.is(weakness(password, email), undefined, password);
  });
});
