import * as assert from 'uvu/assert';
import type { RouteRequest } from '#domain/kernel/route.ts';
import { credentials, factor, refusal, row, sealed, SECRET, signed, who, world } from '#infra/testing/auth-world.ts';
import { spec } from '#infra/testing/spec.ts';

spec('second factor', (it) => {
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
});
