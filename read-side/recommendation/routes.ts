import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { RIGHTS, ROLES } from '#domain/kernel/roles.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { RECOMMENDATION_STATUSES, RecommendationList } from '#projections/recommendation-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { recommendation, recommendationOf } from './answers.ts';

/** Clinical staff, and who audits them. */
const CLINICAL = ROLES.filter((role) => RIGHTS[role].cases === 'all' && RIGHTS[role].health);

export const recommendationQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/recommendations',
    summary: 'Recommendations, the newest first',
    tag: 'recommendations',
    roles: CLINICAL,
    waits: 'views',
    query: z.object({ ...pageQuery, status: z.enum(RECOMMENDATION_STATUSES).optional(), caseId: id.optional() }),
    answers: { 200: { description: 'A page of recommendations', schema: pageOf(recommendation) } },
    handle: async ({ who, open, query: { cursor, limit, status, caseId } }) => {
      const list = `recommendations ${status ?? ''} ${caseId ?? ''}`;
      const [after] = cursors.read(who.tenant, list, cursor) ?? [];
      const where = { tenant: who.tenant, ...(status && { status }), ...(caseId && { caseId }), ...(after && { issued: { $lt: BigInt(after) } }) };
      const found = await reader.within(who.tenant, (rows) => rows.find(RecommendationList, where, { orderBy: { issued: 'desc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(who.tenant, list, [String(last.issued)]));
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => recommendationOf(row, opening)), next }) };
    },
  }),
];
