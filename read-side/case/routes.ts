import { z } from 'zod';
import { stage } from '#domain/case/messages.ts';
import { CASE_STATUSES } from '#domain/case/stages.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { READERS } from '../kernel/scope.ts';
import { unknown } from '../kernel/shapes.ts';
import { caseDetailOf, caseItemOf } from './answers.ts';
import { caseList, caseRows } from './queries.ts';
import { caseDetail, caseItem } from './shapes.ts';

const common = { method: 'get', tag: 'cases', roles: READERS, waits: 'views' } as const;

export const caseQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/cases',
    summary: 'Cases the reader may see, the one opened last first',
    query: z.object({ ...pageQuery, stage: stage.optional(), status: z.enum(CASE_STATUSES).optional() }),
    answers: { 200: { description: 'A page of cases', schema: pageOf(caseItem) } },
    handle: async ({ who, open, query: { cursor, limit, stage, status } }) => {
      const list = `cases ${stage ?? ''} ${status ?? ''}`;
      const [after] = cursors.read(who.tenant, list, cursor) ?? [];
      const found = await reader.within(who.tenant, (rows) => caseList(rows, who, { stage, status, after, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, ({ item }) => cursors.write(who.tenant, list, [String(item.opened)]));
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return {
        status: 200,
        body: await opening.settle({ items: rows.flatMap(({ item, patient }) => (patient ? [caseItemOf(item, patient, opening)] : [])), next }),
      };
    },
  }),
  route({
    ...common,
    path: '/api/cases/{id}',
    summary: 'A case with its patient and recommendations',
    params: z.object({ id }),
    answers: { 200: { description: 'The case', schema: caseDetail } },
    codes: ['case.unknown'],
    handle: async ({ who, open, params }) => {
      const found = await reader.within(who.tenant, (rows) => caseRows(rows, who, params.id));
      if (!found) throw unknown('case', params.id);
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle(caseDetailOf(found, opening)) };
    },
  }),
];
