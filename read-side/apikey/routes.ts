// Keys of widgets and service accounts as administrators see them: everything but the key.
import { z } from 'zod';
import { KINDS } from '#domain/apikey/messages.ts';
import { scope } from '#domain/kernel/scopes.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { type ApiKeyRow, ApiKeys } from '#projections/api-keys/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { instant, version, versionOf } from '../kernel/shapes.ts';

const key = z
  .object({
    id: z.uuid(),
    kind: z.enum(KINDS),
    label: z.string(),
    scopes: z.array(scope),
    origins: z.array(z.string()),
    issuedAt: instant,
    expiresAt: instant.optional(),
    revokedAt: instant.optional(),
    lastUsedAt: instant.optional().describe('To the minute'),
    ...version,
  })
  .meta({ id: 'ApiKey', description: 'A key, without its secret' });
/** One page holds them all: a tenant has tens, not thousands. */
const MOST = 500;

const shown = (row: ApiKeyRow, lastUsed: Date | undefined) => ({
  ...{ id: row.id, kind: row.kind, label: row.label, scopes: row.scopes, origins: row.origins, issuedAt: row.issuedAt.toISOString() },
  ...{ expiresAt: row.expiresAt?.toISOString(), revokedAt: row.revokedAt?.toISOString(), lastUsedAt: lastUsed?.toISOString() },
  ...versionOf(row),
});

export const apikeyQueries = ({ reader, keyUses = async () => new Map() }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/keys',
    summary: 'Keys of widgets and service accounts, the newest first',
    tag: 'keys',
    roles: ['admin'],
    waits: 'views',
    answers: { 200: { description: 'All of the tenant', schema: z.object({ items: z.array(key) }) } },
    handle: async ({ who: { tenant } }) => {
      const find = reader.within(tenant, (rows) => rows.find(ApiKeys, { tenant }, { orderBy: { issuedAt: 'desc', id: 'asc' }, limit: MOST }));
      const [found, used] = await Promise.all([find, keyUses(tenant)]);
      return { status: 200, body: { items: found.map((row) => shown(row, used.get(row.id))) } };
    },
  }),
];
