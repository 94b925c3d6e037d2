import * as assert from 'uvu/assert';
import type { HubError } from '#domain/kernel/errors.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Principal, Route } from '#domain/kernel/route.ts';
import { spec } from '../testing/spec.ts';
import { FRESH_MS, mustBeAllowed } from './allowed.ts';

const who: Principal = { tenant: 'acme', memberId: 'm1', roles: ['admin'], rights: rightsOf(['admin']), session: 's' };
const about: Omit<Route, 'roles'> = { method: 'post', path: '/api/x', summary: '', tag: 'x', answers: {}, handle: async () => ({ status: 204 }) };
function verdict(route: Partial<Route>, asker: Partial<Principal> = {}, now = 0) {
  try {
    mustBeAllowed({ ...about, roles: ['admin'], ...route }, { ...who, ...asker }, now);
    return 'may';
  } catch (error) {
    const { code, detail } = error as HubError;
    return detail['proof'] ? `${code} by ${detail['proof'] as string}` : code;
  }
}

spec('who may call a route', (it) => {
  it('a route of some roles is nobody else’s', () => {
    assert.equal([verdict({}), verdict({ roles: ['doctor'] }), verdict({ roles: 'signed-in' })], ['may', 'auth.role', 'may']);
  });
  it('what is not a person may call what names one of its scopes, whatever people may', () => {
    const credential = { tenant: 'acme', kind: 'widget', id: 'k', scopes: ['chat'], origins: [] } as const;
    const asked = (route: Partial<Route>) => verdict(route, { roles: [], credential });
    assert.equal(
      [{ scopes: ['chat'] }, { scopes: ['offerings', 'chat'] }, { scopes: ['offerings'] }, {}, { roles: 'signed-in' }].map((route) =>
        asked(route as Partial<Route>),
      ),
      ['may', 'may', 'auth.scope', 'auth.scope', 'auth.scope'],
    );
    assert.is(verdict({ roles: [], scopes: ['chat'] }), 'auth.role');
  });
  it('what asks for a fresh proof says by what, and takes it for five minutes', () => {
    const at = 10_000_000;
    assert.is(verdict({ stepUp: true }, {}, at), 'auth.step-up by password');
    assert.is(verdict({ stepUp: true }, { factor: true }, at), 'auth.step-up by code');
    assert.is(verdict({ stepUp: true }, { provenAt: at - FRESH_MS + 1 }, at), 'may');
    assert.is(verdict({ stepUp: true }, { provenAt: at - FRESH_MS, factor: true }, at), 'auth.step-up by code');
    assert.is(verdict({ stepUp: true, roles: ['doctor'] }, {}, at), 'auth.role');
  });
});
