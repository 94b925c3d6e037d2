import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { ParkedEvent, type ParkedRow } from '#projections/kernel/progress-tables.ts';
import { RecommendationList } from '#projections/recommendation-list/table.ts';
import { caseDetailOf } from '../case/answers.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { HISTORIANS } from '../kernel/scope.ts';
import { unknown } from '../kernel/shapes.ts';
import { difference } from './difference.ts';
import { eventOf } from './events.ts';
import { eyes, momentQuery, placeOf } from './moment.ts';
import { inLogOrder, readHistory, rowsAt } from './replay.ts';
import { progress, replay } from './shapes.ts';
import { streamAudit } from './stream-routes.ts';

const MOST_PARKED = 100;

export const parkedOf = (row: ParkedRow) => ({
  view: row.view,
  eventId: row.eventId,
  type: row.type,
  stream: row.stream,
  revision: row.revision,
  position: String(row.position),
  cause: row.cause,
  attempts: row.attempts,
  parkedAt: row.parkedAt.toISOString(),
});

const replayRoute = (deps: ReadDeps): Route => {
  const { reader, streams, upcast } = deps;
  return route({
    method: 'get',
    path: '/api/cases/{id}/replay',
    summary: 'A case as of any event or time, beside how it is now',
    tag: 'audit',
    roles: HISTORIANS,
    waits: 'views',
    params: z.object({ id }),
    query: momentQuery,
    answers: { 200: { description: 'Then, now and the difference', schema: replay } },
    codes: ['case.unknown', 'member.unknown', 'forbidden'],
    handle: async ({ who, open, params, query }) => {
      const { tenant } = who;
      const about = await reader.within(tenant, (rows) => rows.find(RecommendationList, { tenant, caseId: params.id }, { fields: ['id'] }));
      const history = await readHistory(
        streams,
        { tenant, id: params.id },
        about.map((row) => row.id),
        upcast,
      );
      const all = inLogOrder(history);
      const now = history.events.length > 0 && rowsAt(history, all.at(-1)!.position);
      if (!now) throw unknown('case', params.id);
      const asked = placeOf(all, query);
      const { rights, as } = await eyes(deps, who, query);
      const opening = makeOpening({ open, tenant, rights });
      const then = rowsAt(history, asked);
      const shown = await opening.settle({ then: then ? caseDetailOf(then, opening) : null, now: caseDetailOf(now, opening) });
      const eventId = history.events.findLast((event) => event.position <= asked)?.id;
      const at = { position: String(asked), eventId };
      return { status: 200, body: { events: history.events.map(eventOf), at, as, ...shown, difference: difference(shown.then, shown.now) } };
    },
  });
};

const progressRoute = ({ reader, progress: checkpoints, head, now }: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/projections',
    summary: 'How far each view is, and what it could not apply',
    tag: 'audit',
    roles: ['operator', 'admin', 'auditor'],
    answers: { 200: { description: 'Checkpoints', schema: progress } },
    handle: async ({ who }) => {
      const [end, views] = await Promise.all([head(), checkpoints.views()]);
      const parked = await reader.within(who.tenant, (rows) =>
        rows.find(ParkedEvent, { tenant: who.tenant }, { orderBy: { position: 'desc' }, limit: MOST_PARKED }),
      );
      const items = views.map((v) => {
        const isLevel = end === undefined || (v.position !== undefined && v.position >= end);
        const lagSeconds = isLevel ? 0 : Math.max(0, (now().getTime() - v.updatedAt.getTime()) / 1000);
        return { group: v.group, view: v.view, position: v.position?.toString(), lagSeconds, parked: v.parked, updatedAt: v.updatedAt.toISOString() };
      });
      return {
        status: 200,
        body: {
          items,
          parked: parked.map(parkedOf),
        },
      };
    },
  });

export const auditQueries = (deps: ReadDeps): Route[] => [replayRoute(deps), ...streamAudit(deps), progressRoute(deps)];
