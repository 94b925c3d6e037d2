import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import type { Check } from '#projections/warehouse/index.ts';
import type { Reader } from '../kernel/reader.ts';
import { bilingual } from '../kernel/shapes.ts';
import { ask, how, isExport, params, sql } from './ask.ts';
import type { Analyst } from './ports.ts';
import type { DescribedView } from './dictionary.ts';
import { makeRunning } from './running.ts';
import { keptQueries } from './saved.ts';
import { warehouseCheck } from './shapes.ts';

export type AnalyticsDeps = {
  readonly analyst: Analyst;
  /** Every view that may be read, with its columns. */
  readonly dictionary: () => Promise<readonly DescribedView[]>;
  /** What the latest comparison with the log found. */
  readonly check: () => Promise<Check | undefined>;
};
const tag = 'analytics';
const roles = ['analyst'] as const;
export const ANALYTICS_CODES = [
  'analytics.refused',
  'analytics.query',
  'analytics.limit',
  'analytics.busy',
  'analytics.cancelled',
  'analytics.running',
] as const;

const column = z.object({ name: z.string(), type: z.string(), about: bilingual });
const described = z
  .object({ name: z.string(), about: bilingual, health: z.boolean(), columns: z.array(column) })
  .meta({ id: 'AnalystView', description: 'A view that analysts may read' });

export function analyticsQueries({ analyst, dictionary, check, reader }: AnalyticsDeps & { readonly reader: Reader }): Route[] {
  const running = makeRunning();
  return [
    ...keptQueries({ reader, analyst, running }),
    route({
      method: 'post',
      path: '/api/analytics/query',
      summary: 'Ask the warehouse in SQL: one SELECT over the views of the dictionary, confined to the tenant, streamed as JSON, CSV or Parquet',
      tag,
      roles,
      body: z.strictObject({ sql, params, ...how }),
      stepUp: isExport,
      maxBody: '128kb',
      answers: { 200: { description: 'The rows, in the format asked for; `Hub-Query-Id` names the query' } },
      codes: [...ANALYTICS_CODES],
      handle: ({ who, commandId, body }) => ask({ analyst, running }, who, commandId, body),
    }),
    route({
      method: 'delete',
      path: '/api/analytics/running/{queryId}',
      summary: 'End a query of one’s own that is running',
      tag,
      roles,
      params: z.object({ queryId: z.uuid() }),
      answers: { 204: { description: 'It is being ended' } },
      codes: ['analytics.unknown'],
      handle: async ({ who, params: { queryId } }) => {
        if (!running.cancel(who, queryId)) throw new HubError('not-found', 'analytics.unknown', 'No query of yours with this id is running here.');
        return { status: 204 };
      },
    }),
    route({
      method: 'get',
      path: '/api/analytics/dictionary',
      summary: 'What analysts may read: views and columns, in Turkish and English',
      tag,
      roles: ['analyst', 'admin', 'auditor'],
      answers: { 200: { description: 'The dictionary', schema: z.object({ views: z.array(described) }) } },
      handle: async () => ({ status: 200, body: { views: await dictionary() } }),
    }),
    route({
      method: 'get',
      path: '/api/analytics/check',
      summary: 'Whether the warehouse agrees with the log, and where it does not; of one’s own tenant',
      tag,
      roles: ['analyst', 'admin', 'auditor'],
      answers: { 200: { description: 'The latest comparison; empty before the first', schema: warehouseCheck } },
      handle: async ({ who: { tenant } }) => {
        const found = await check();
        const own = found?.differences.filter((difference) => difference.tenant === tenant) ?? [];
        return { status: 200, body: found ? { at: found.at, upTo: found.upTo, differences: own } : { differences: [] } };
      },
    }),
  ];
}
