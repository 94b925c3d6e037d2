// How far each erasure is: which places have acknowledged, which still hold a copy and until when, and the certificate at the end.
import { z } from 'zod';
import { GROUNDS, STEPS } from '#domain/erasure/ladder.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { ERASURE_STATUSES, type ErasureRow, Erasures } from '#projections/erasures/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { languageOf } from '../kernel/language.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { instant, version, versionOf } from '../kernel/shapes.ts';
import { progressOf, sinkState } from './progress.ts';

const step = z.enum(STEPS);
const erasure = z
  .object({
    id: id.describe('The patient'),
    status: z.enum(ERASURE_STATUSES),
    restricted: z.boolean().describe('Nobody reads the person’s data'),
    persons: z.array(id).describe('Everybody the person was known as'),
    requestedAt: instant.optional(),
    answerBy: instant.optional().describe('Until when the person must have an answer'),
    refusal: z
      .object({
        asked: step,
        granted: step.optional(),
        grounds: z.array(z.object({ ground: z.enum(GROUNDS), article: z.string(), until: instant.optional() })),
      })
      .optional(),
    step: step.optional(),
    keys: z.int().optional().describe('Keys destroyed; from then on nothing sealed under them opens anywhere'),
    sinks: z.array(sinkState),
    progress: z.object({ done: z.int(), of: z.int(), text: z.string() }).optional(),
    startedAt: instant.optional(),
    completedAt: instant.optional(),
    certificate: z.object({ revision: z.int(), proof: z.string() }).optional().describe('Where the ledger proves the certificate'),
    ...version,
  })
  .meta({ id: 'Erasure' });

const iso = (at: Date | null | undefined) => at?.toISOString();
const shown = (row: ErasureRow, now: Date, language: 'tr' | 'en') => ({
  id: row.id,
  status: row.status,
  restricted: row.restricted,
  persons: row.persons,
  requestedAt: iso(row.requestedAt),
  answerBy: iso(row.answerBy),
  refusal: row.asked ? { asked: row.asked, granted: row.granted ?? undefined, grounds: row.grounds } : undefined,
  step: row.step ?? undefined,
  keys: row.keys ?? undefined,
  sinks: row.sinks,
  progress: row.step ? progressOf(row.sinks, now, language) : undefined,
  startedAt: iso(row.startedAt),
  completedAt: iso(row.completedAt),
  certificate:
    row.status === 'completed' ? { revision: row.revision, proof: `/api/audit/ledger/proof?slice=erasure&id=${row.id}&revision=${row.revision}` } : undefined,
  ...versionOf(row),
});

const common = { method: 'get', tag: 'privacy', roles: ['auditor', 'admin'], waits: 'views' } as const;

export const erasureQueries = ({ reader, cursors, now }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/erasures',
    summary: 'Requests to be forgotten and what became of them, the newest first',
    query: z.object({ ...pageQuery, status: z.enum(ERASURE_STATUSES).optional() }),
    answers: { 200: { description: 'A page', schema: pageOf(erasure) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, status }, headers }) => {
      const list = `erasures ${status ?? ''}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const where = { tenant, ...(status && { status }), ...(after && { first: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, (rows) => rows.find(Erasures, where, { orderBy: { first: 'desc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [String(last.first)]));
      return { status: 200, body: { items: rows.map((row) => shown(row, now(), languageOf(headers))), next } };
    },
  }),
  route({
    ...common,
    path: '/api/erasures/{id}',
    summary: 'One erasure: every place that was asked and what it answered',
    params: z.object({ id }),
    answers: { 200: { description: 'The erasure', schema: erasure } },
    codes: ['erasure.unknown'],
    handle: async ({ who: { tenant }, params, headers }) => {
      const row = await reader.within(tenant, (rows) => rows.findOne(Erasures, { tenant, id: params.id }));
      if (!row) throw new HubError('not-found', 'erasure.unknown', `Nobody asked to erase ${params.id}.`);
      return { status: 200, body: shown(row, now(), languageOf(headers)) };
    },
  }),
];
