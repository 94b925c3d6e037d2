import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import { DEFAULT_LIMITS } from './decider.ts';
import type { TenantEvent } from './messages.ts';
import { tenantSlice as tenant } from './slice.ts';

const settings = { name: 'Acme Clinic', locale: 'tr', timezone: 'Europe/Istanbul' } as const;
const registered: TenantEvent = { type: 'TenantRegistered', data: { slug: 'acme', kind: 'clinic', ...settings } };
const suspended: TenantEvent = { type: 'TenantSuspended', data: { reason: 'unpaid' } };
const register = { type: 'RegisterTenant', data: { slug: 'acme', kind: 'clinic', ...settings } } as const;

spec('tenant', (it) => {
  it('a tenant is registered once', () => {
    given(tenant).when(register).then(registered);
    given(tenant, registered).when(register).then(reject('tenant.already-registered'));
  });
  it('configuring changes what is named and keeps the rest', () =>
    given(tenant, registered)
      .when({ type: 'ConfigureTenant', data: { locale: 'en' } })
      .then({ type: 'TenantConfigured', data: { ...settings, locale: 'en' } }));
  it('what the business does and where its pages are stay when something else changes', () => {
    const about = { industry: 'diş kliniği', websiteUrl: 'https://acme.example' };
    const told: TenantEvent = { type: 'TenantConfigured', data: { ...settings, ...about } };
    given(tenant, registered).when({ type: 'ConfigureTenant', data: about }).then(told);
    given(tenant, registered, told)
      .when({ type: 'ConfigureTenant', data: { locale: 'en' } })
      .then({ type: 'TenantConfigured', data: { ...settings, ...about, locale: 'en' } });
  });
  it('configuring to the same settings changes nothing', () => given(tenant, registered).when({ type: 'ConfigureTenant', data: settings }).then());
  it('a suspended tenant is not configured', () =>
    given(tenant, registered, suspended)
      .when({ type: 'ConfigureTenant', data: { locale: 'en' } })
      .then(reject('tenant.suspended')));
  it('suspending twice changes nothing', () => {
    given(tenant, registered)
      .when({ type: 'SuspendTenant', data: { reason: 'unpaid' } })
      .then(suspended);
    given(tenant, registered, suspended)
      .when({ type: 'SuspendTenant', data: { reason: 'again' } })
      .then();
  });
  it('reactivating works only on a suspended tenant', () => {
    given(tenant, registered, suspended)
      .when({ type: 'ReactivateTenant', data: { reason: 'paid' } })
      .then({ type: 'TenantReactivated', data: { reason: 'paid' } });
    given(tenant, registered)
      .when({ type: 'ReactivateTenant', data: { reason: 'paid' } })
      .then();
  });
  it('an unregistered tenant is neither configured nor suspended', () => {
    given(tenant).when({ type: 'ConfigureTenant', data: {} }).then(reject('tenant.unknown'));
    given(tenant)
      .when({ type: 'SuspendTenant', data: { reason: 'x' } })
      .then(reject('tenant.unknown'));
  });
  it('limits are set one by one, null means the default again, and the same once more changes nothing', () => {
    const set: TenantEvent = { type: 'TenantLimitsSet', data: { ...DEFAULT_LIMITS, tenantPerDay: 5 } };
    given(tenant, registered)
      .when({ type: 'SetTenantLimits', data: { tenantPerDay: 5 } })
      .then(set);
    given(tenant, registered, set)
      .when({ type: 'SetTenantLimits', data: { memberPerHour: 2, tenantPerDay: null } })
      .then({ type: 'TenantLimitsSet', data: { ...DEFAULT_LIMITS, memberPerHour: 2 } });
    given(tenant, registered, set)
      .when({ type: 'SetTenantLimits', data: { tenantPerDay: 5 } })
      .then();
    given(tenant).when({ type: 'SetTenantLimits', data: {} }).then(reject('tenant.unknown'));
  });
});
