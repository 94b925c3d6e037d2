import { z } from 'zod';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import { views } from '#projections/index.ts';
import { Trace } from '#projections/traces/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening, type Opening } from '../kernel/opened.ts';
import { HISTORIANS } from '../kernel/scope.ts';
import { instant, position, unknown } from '../kernel/shapes.ts';
import { difference } from './difference.ts';
import { eventOf } from './events.ts';
import { readStream } from './replay.ts';
import { type HeldRights, narrowed, rightsThen } from './rights-then.ts';
import { streamReplay, traceTree } from './shapes.ts';
import { shown, stateAt } from './stream-state.ts';
import { type CauseNode, causeTree } from './trace.ts';

type Asked = { readonly at?: string | undefined; readonly time?: string | undefined; readonly as?: string | undefined };
const MOST_EVENTS = 5000;

/** The last event that counts: at or before a position or an instant; the newest when neither is asked for. */
function placeOf(events: readonly Recorded[], { at, time }: Asked): Position {
  if (at !== undefined) return BigInt(at);
  if (time === undefined) return events.at(-1)!.position;
  return events.findLast(({ recordedAt }) => recordedAt <= new Date(time))?.position ?? 0n;
}

/** The rights held at an event, at a time, or now: whichever is asked for. */
async function eyes({ streams, upcast }: ReadDeps, who: Principal, { as: memberId, at, time }: Asked): Promise<HeldRights | undefined> {
  if (!memberId) return undefined;
  if (!who.roles.includes('auditor')) throw new HubError('forbidden', 'forbidden', 'Only an auditor looks through the rights of another member.');
  const events = await readStream(streams, { tenant: who.tenant, slice: 'member', id: memberId }, upcast);
  const held = events.length > 0 ? rightsThen(memberId, events, placeOf(events, { at, time })) : undefined;
  if (!held) throw unknown('member', memberId);
  return held;
}

const told = (event: Recorded, byId: ReadonlyMap<string, Recorded>, opening: Opening) => ({
  ...eventOf(event),
  correlationId: event.meta.correlationId,
  causationId: event.meta.causationId,
  subject: event.meta.subject,
  lawfulBasis: event.meta.lawfulBasis,
  purpose: event.meta.purpose,
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
    query: z.object({
      at: position.optional().describe('Position of an event; the newest when absent'),
      time: instant.optional().describe('Instead of a position: the last event recorded by then'),
      as: id
        .optional()
        .describe('A member through whose rights, as they were at that moment (now, when none is asked for), the state is shown (auditors only)'),
    }),
    answers: { 200: { description: 'Events, then, now and the difference', schema: streamReplay } },
    codes: ['stream.unknown', 'member.unknown', 'forbidden'],
    handle: async ({ who, open, params, query }) => {
      const events = await readStream(deps.streams, { tenant: who.tenant, ...params }, deps.upcast);
      if (events.length === 0) throw new HubError('not-found', 'stream.unknown', `There is no ${params.slice} ${params.id}.`);
      const place = placeOf(events, query);
      const as = await eyes(deps, who, query);
      const opening = makeOpening({ open, tenant: who.tenant, rights: as ? narrowed(who.rights, as.rights) : who.rights });
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
