import { z } from 'zod';
import { providerName } from '#domain/adapter/providers.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { AdapterList, type AdapterRow } from '#projections/adapter-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { instant, version, versionOf } from '../kernel/shapes.ts';

const adapter = z
  .object({
    provider: providerName,
    account: z.string(),
    settings: z.record(z.string(), z.string()),
    status: z.enum(['connected', 'disabled']),
    rejected: z.int().describe('Webhooks about accounts that are not this tenant’s'),
    parked: z.array(z.object({ webhookId: z.uuid(), code: z.string(), parkedAt: instant })).describe('Webhooks that could not be taken; retry or discard each'),
    tested: z.object({ at: instant, ok: z.boolean(), code: z.string().optional() }).optional().describe('What the provider said when it was last asked'),
    connectedAt: instant,
    updatedAt: instant,
    ...version,
  })
  .meta({ id: 'Adapter' });

const shown = (row: AdapterRow) => ({
  provider: row.provider,
  account: row.account,
  settings: row.settings,
  status: row.status,
  rejected: row.rejected,
  parked: row.parked,
  tested: row.tested ?? undefined,
  connectedAt: row.connectedAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  ...versionOf(row),
});

export const adapterQueries = ({ reader }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/adapters',
    summary: 'The tenant’s accounts at providers, and what came from there that could not be taken',
    tag: 'adapters',
    roles: ['admin', 'auditor', 'operator'],
    waits: 'views',
    answers: { 200: { description: 'All accounts', schema: z.object({ items: z.array(adapter) }) } },
    handle: async ({ who: { tenant } }) => {
      const rows = await reader.within(tenant, (found) => found.find(AdapterList, { tenant }, { orderBy: { provider: 'asc' } }));
      return { status: 200, body: { items: rows.map(shown) } };
    },
  }),
];
