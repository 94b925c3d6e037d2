import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { hueOf, placeOf } from './place.ts';

const seen = (address: string) => {
  const { search: _, ...place } = placeOf(address);
  return place;
};

spec('addresses', (it) => {
  it('a deep link carries the tenant', () => {
    assert.equal(seen('/t/acme/cases/0190'), { tenant: 'acme', page: 'case', id: '0190' });
    assert.equal(seen('/t/acme/cases/0190/replay?at=99'), { tenant: 'acme', page: 'replay', id: '0190' });
    assert.is(placeOf('/t/acme/cases/0190/replay?at=99').search.get('at'), '99');
  });
  it('the root is the case list of whichever tenant is signed in', () => {
    assert.equal(seen('/'), { page: 'cases' });
  });
  it('the link of a mail needs no tenant, and the account is in one', () => {
    assert.equal(seen('/set-password'), { page: 'set-password' });
    assert.equal(seen('/t/acme/account'), { tenant: 'acme', page: 'account' });
    for (const page of ['keys', 'providers', 'processes', 'devices', 'appointments']) assert.equal(seen(`/t/acme/${page}`), { tenant: 'acme', page });
  });
  it('a conversation stands in the inbox’s address', () => {
    assert.equal(seen('/t/acme/inbox/c1?folder=open'), { tenant: 'acme', page: 'inbox', id: 'c1' });
    assert.equal(seen('/t/acme/inbox'), { tenant: 'acme', page: 'inbox' });
  });
  it('anything else is said to be unknown', () => {
    for (const address of ['/nowhere', '/t/acme/nothing', '/t/acme/cases/1/replay/2', '/t/acme/members/1']) assert.is(placeOf(address).page, 'unknown');
  });
  it('a tenant always has the same colour', () => {
    assert.is(hueOf('acme'), hueOf('acme'));
    assert.ok(hueOf('acme') >= 0 && hueOf('acme') < 360);
  });
});
