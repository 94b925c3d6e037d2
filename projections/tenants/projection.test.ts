import { given, makeLog } from '#infra/testing/views.ts';
import { spec } from '#infra/testing/spec.ts';
import * as assert from 'uvu/assert';
import { tenants } from './projection.ts';

spec('view tenants', (it) => {
  const registered = {
    stream: 'tenant-acme',
    type: 'TenantRegistered',
    data: { slug: 'acme', name: 'Acme', kind: 'clinic', locale: 'tr', timezone: 'Europe/Istanbul' },
  };

  it('shows a tenant as it was registered', () => {
    const row = given(tenants, makeLog().write(registered)).row('acme');
    assert.equal([row?.name, row?.kind, row?.locale, row?.status, row?.revision], ['Acme', 'clinic', 'tr', 'active', 0]);
  });

  it('shows the latest settings, and whether it is suspended', () => {
    const changed = { stream: 'tenant-acme', type: 'TenantConfigured', data: { name: 'Acme 2', locale: 'en', timezone: 'UTC' } };
    const events = makeLog().write(registered, changed, { stream: 'tenant-acme', type: 'TenantSuspended', data: { reason: 'unpaid' } });
    const row = given(tenants, events).row('acme');
    assert.equal([row?.name, row?.locale, row?.kind, row?.status, row?.revision], ['Acme 2', 'en', 'clinic', 'suspended', 2]);
  });
});
