import { z } from 'zod';
import { type Route, route } from '#domain/kernel/route.ts';
import { LOCALES, TENANT_KINDS } from '#domain/tenant/messages.ts';
import { Tenant, type TenantRow } from '#projections/tenants/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { instant, unknown, version, versionOf } from '../kernel/shapes.ts';

const tenant = z
  .object({
    slug: z.string(),
    name: z.string(),
    kind: z.enum(TENANT_KINDS),
    locale: z.enum(LOCALES),
    timezone: z.string(),
    status: z.enum(['active', 'suspended']),
    business_name: z.string().describe('The same as `name`'),
    industry: z.string().optional(),
    website_url: z.string().optional(),
    settings: z.object({ locale: z.enum(LOCALES), timezone: z.string() }).describe('The same as `locale` and `timezone`'),
    created_at: instant,
    ...version,
  })
  .meta({ id: 'Tenant' });

const shown = (row: TenantRow) => ({
  slug: row.id,
  name: row.name,
  kind: row.kind,
  locale: row.locale,
  timezone: row.timezone,
  status: row.status,
  business_name: row.name,
  industry: row.industry ?? undefined,
  website_url: row.websiteUrl ?? undefined,
  settings: { locale: row.locale, timezone: row.timezone },
  created_at: row.registeredAt.toISOString(),
  ...versionOf(row),
});

export const tenantQueries = ({ reader }: Pick<ReadDeps, 'reader'>): Route[] => [
  route({
    method: 'get',
    path: '/api/tenant',
    summary: 'The tenant of the token',
    tag: 'tenants',
    roles: 'signed-in',
    waits: 'views',
    keeps: { seconds: 300, until: ['tenant'] },
    answers: { 200: { description: 'The tenant', schema: tenant } },
    codes: ['tenant.unknown'],
    handle: async ({ who }) => {
      const row = await reader.within(who.tenant, (rows) => rows.findOne(Tenant, { tenant: who.tenant, id: who.tenant }));
      if (!row) throw unknown('tenant', who.tenant);
      return { status: 200, body: shown(row) };
    },
  }),
];
