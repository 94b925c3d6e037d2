import { z } from 'zod';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { views } from '#projections/index.ts';
import { Trace } from '#projections/traces/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening, type Opening } from '../kernel/opened.ts';
import { HISTORIANS } from '../kernel/scope.ts';
import { difference } from './difference.ts';
import { eventOf } from './events.ts';
import { eyes, momentQuery, placeOf } from './moment.ts';
import { readStream } from './replay.ts';
import { streamReplay, traceTree } from './shapes.ts';
import { shown, stateAt } from './stream-state.ts';
import { type CauseNode, causeTree } from './trace.ts';

const MOST_EVENTS = 5000;

const told = (event: Recorded, byId: ReadonlyMap<string, Recorded>, opening: Opening) => ({
  ...eventOf(event),
  subject: event.meta.subject,
  data: shown(event.data, byId, opening),
});

const replayRoute = (deps: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/audit/streams/{slice}/{id}',
    summary: 'Any stream as of any event or time, beside how it is now: its events with who, when and why, and what they made in each view',
    tag: 'audit',
    roles: HISTORIANS,
    params: z.object({ slice: z.string().regex(/^[a-z]{1,40}$/), id: z.string().min(1).max(100) }),
    query: momentQuery,
    answers: { 200: { description: 'Events, then, now and the difference', schema: streamReplay } },
    codes: ['stream.unknown', 'member.unknown', 'forbidden'],
    handle: async ({ who, open, params, query }) => {
      const events = await readStream(deps.streams, { tenant: who.tenant, ...params }, deps.upcast);
      if (events.length === 0) throw new HubError('not-found', 'stream.unknown', `There is no ${params.slice} ${params.id}.`);
      const place = placeOf(events, query);
      const { rights, as } = await eyes(deps, who, query);
      const opening = makeOpening({ open, tenant: who.tenant, rights });
      const byId = new Map(events.map((event) => [event.id, event]));
      const state = (position: Position) => shown(stateAt(views, events, position) ?? null, byId, opening);
      const { then, now, all } = await opening.settle({
        then: state(place),
        now: state(events.at(-1)!.position),
        all: events.slice(-MOST_EVENTS).map((event) => told(event, byId, opening)),
      });
      const at = { position: String(place), eventId: events.findLast((event) => event.position <= place)?.id };
      return { status: 200, body: { events: all, at, as, then, now, difference: difference(then, now) } };
    },
  });

const treeOf = (node: CauseNode): object => ({ ...eventOf(node.event), effects: node.effects.map(treeOf) });

const traceRoute = ({ reader, streams, upcast }: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/audit/traces/{correlationId}',
    summary: 'From a click to its last effect: every event of one correlation as a tree of causes',
    tag: 'audit',
    roles: HISTORIANS,
    waits: 'views',
    params: z.object({ correlationId: z.string().min(1).max(100) }),
    answers: { 200: { description: 'The tree', schema: traceTree } },
    codes: ['trace.unknown'],
    handle: async ({ who: { tenant }, params: { correlationId } }) => {
      const rows = await reader.within(tenant, (all) => all.find(Trace, { tenant, correlationId }, { orderBy: { firstPosition: 'asc' }, limit: MOST_EVENTS }));
      if (rows.length === 0) throw new HubError('not-found', 'trace.unknown', `Nothing happened under the correlation ${correlationId}.`);
      const parts = await Promise.all(
        rows.map(({ slice, streamId, firstRevision, lastRevision }) =>
          readStream(streams, { tenant, slice, id: streamId }, upcast, { from: firstRevision, to: lastRevision }),
        ),
      );
      const events = parts.flat().filter(({ meta }) => meta.correlationId === correlationId);
      const inOrder = events.toSorted((a, b) => (a.position < b.position ? -1 : 1)).slice(0, MOST_EVENTS);
      const roots = causeTree(inOrder).map(({ cause, events: first }) => ({ cause, events: first.map(treeOf) }));
      return { status: 200, body: { correlationId, count: inOrder.length, roots } };
    },
  });

export const streamAudit = (deps: ReadDeps): Route[] => [replayRoute(deps), traceRoute(deps)];
