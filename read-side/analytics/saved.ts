// What analysts keep: saved queries with their versions, dashboards, keys.
import { z } from 'zod';
import { tile } from '#domain/dashboard/messages.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { chart, parameter } from '#domain/savedquery/messages.ts';
import { AnalystKeys } from '#projections/analyst-keys/table.ts';
import { Dashboards } from '#projections/dashboards/table.ts';
import { SavedQueries, type SavedQueryRow } from '#projections/saved-queries/table.ts';
import type { Reader } from '../kernel/reader.ts';
import { instant, unknown, version, versionOf } from '../kernel/shapes.ts';
import { ask, type AskDeps, how, isExport, params } from './ask.ts';

const question = { name: z.string(), note: z.string().optional(), sql: z.string(), parameters: z.array(parameter), chart };
const savedVersion = z.object({ ...question, version: z.int(), savedAt: instant, by: z.string() });
const saved = z
  .object({ id: z.uuid(), ...savedVersion.shape, versions: z.array(savedVersion), ...version })
  .meta({ id: 'SavedQuery', description: 'A saved query: its newest version, and those before, the newest first' });
const dashboard = z
  .object({ id: z.uuid(), name: z.string(), tiles: z.array(tile), ...version })
  .meta({ id: 'AnalystDashboard', description: 'Saved queries side by side' });
const key = z
  .object({ id: z.uuid(), label: z.string(), mine: z.boolean(), issuedAt: instant, expiresAt: instant.optional(), revokedAt: instant.optional(), ...version })
  .meta({ id: 'AnalystKey', description: 'A key for analysts’ tools, without its secret' });

const shown = (row: SavedQueryRow) => ({ id: row.id, ...row.versions[0]!, versions: row.versions, ...versionOf(row) });
/** One page holds them all: a tenant has tens, not thousands. */
const MOST = 500;
const common = { tag: 'analytics', roles: ['analyst'], waits: 'views' } as const;
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

export type KeptDeps = AskDeps & { readonly reader: Reader };

export function keptQueries({ reader, ...deps }: KeptDeps): Route[] {
  async function savedQuery(tenant: string, id: string): Promise<SavedQueryRow> {
    const row = await reader.within(tenant, (rows) => rows.findOne(SavedQueries, { tenant, id }));
    if (!row) throw unknown('savedquery', id);
    return row;
  }
  return [
    route({
      ...common,
      method: 'get',
      path: '/api/analytics/queries',
      summary: 'Saved queries by name',
      answers: { 200: { description: 'All of the tenant', schema: listOf(saved) } },
      handle: async ({ who: { tenant } }) => {
        const found = await reader.within(tenant, (rows) => rows.find(SavedQueries, { tenant }, { orderBy: { name: 'asc', id: 'asc' }, limit: MOST }));
        return { status: 200, body: { items: found.map(shown) } };
      },
    }),
    route({
      ...common,
      method: 'post',
      path: '/api/analytics/queries/{id}/run',
      summary: 'Run a saved query, its newest version or another, with values for its parameters',
      params: z.object({ id }),
      body: z.strictObject({ values: params, version: z.int().min(1).optional(), ...how }),
      stepUp: isExport,
      answers: { 200: { description: 'The rows, in the format asked for' } },
      codes: ['savedquery.unknown', 'analytics.refused', 'analytics.query', 'analytics.limit', 'analytics.busy', 'analytics.cancelled', 'analytics.running'],
      handle: async ({ who, params: { id: of }, commandId, body: { values, version: wanted, ...rest } }) => {
        const row = await savedQuery(who.tenant, of);
        const chosen = wanted === undefined ? row.versions[0] : row.versions.find((v) => v.version === wanted);
        if (!chosen) throw new HubError('not-found', 'savedquery.unknown', `There is no version ${wanted} of this query.`);
        const defaults = Object.fromEntries(chosen.parameters.flatMap((p) => (p.default === undefined ? [] : [[p.name, p.default]])));
        return ask(deps, who, commandId, { ...rest, sql: chosen.sql, params: { ...defaults, ...values } });
      },
    }),
    route({
      ...common,
      method: 'get',
      path: '/api/analytics/dashboards',
      summary: 'Dashboards by name',
      answers: { 200: { description: 'All of the tenant', schema: listOf(dashboard) } },
      handle: async ({ who: { tenant } }) => {
        const found = await reader.within(tenant, (rows) => rows.find(Dashboards, { tenant }, { orderBy: { name: 'asc', id: 'asc' }, limit: MOST }));
        return { status: 200, body: { items: found.map((row) => ({ id: row.id, name: row.name, tiles: row.tiles, ...versionOf(row) })) } };
      },
    }),
    route({
      ...common,
      method: 'get',
      roles: ['analyst', 'admin'],
      path: '/api/analytics/keys',
      summary: 'Keys for analysts’ tools, the newest first',
      answers: { 200: { description: 'One’s own; an administrator sees all', schema: listOf(key) } },
      handle: async ({ who: { tenant, memberId, roles } }) => {
        const where = { tenant, ...(roles.includes('admin') ? {} : { memberId }) };
        const found = await reader.within(tenant, (rows) => rows.find(AnalystKeys, where, { orderBy: { issuedAt: 'desc', id: 'asc' }, limit: MOST }));
        const items = found.map((row) => ({
          ...{ id: row.id, label: row.label, mine: row.memberId === memberId, issuedAt: row.issuedAt.toISOString() },
          ...{ expiresAt: row.expiresAt?.toISOString(), revokedAt: row.revokedAt?.toISOString(), ...versionOf(row) },
        }));
        return { status: 200, body: { items } };
      },
    }),
  ];
}
