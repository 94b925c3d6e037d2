import type { StoredTenantEvent } from '#domain/tenant/messages.ts';
import type { Fold } from '../kernel/projection.ts';
import { view } from '../kernel/projection.ts';
import { Tenant, type TenantRow } from './table.ts';

export const tenants: Fold<StoredTenantEvent, TenantRow> = {
  name: 'tenants',
  key: ({ stream }) => stream.id,
  when: {
    TenantRegistered: ({ data: { slug, name, kind, locale, timezone, industry, websiteUrl }, meta, revision, position }) => ({
      tenant: meta.tenant,
      id: slug,
      name,
      kind,
      locale,
      timezone,
      industry: industry ?? null,
      websiteUrl: websiteUrl ?? null,
      status: 'active',
      registeredAt: new Date(meta.occurredAt),
      revision,
      position,
    }),
    TenantConfigured: ({ data: { name, locale, timezone, industry, websiteUrl }, revision, position }, row) =>
      row && { ...row, name, locale, timezone, industry: industry ?? null, websiteUrl: websiteUrl ?? null, revision, position },
    TenantSuspended: ({ revision, position }, row) => row && { ...row, status: 'suspended', revision, position },
    TenantReactivated: ({ revision, position }, row) => row && { ...row, status: 'active', revision, position },
    TenantLimitsSet: ({ revision, position }, row) => row && { ...row, revision, position },
  },
};
export const tenantsView = view(tenants, Tenant);
