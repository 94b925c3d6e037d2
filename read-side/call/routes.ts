import { z } from 'zod';
import { type Segment, segment } from '#domain/call/messages.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { CALL_STATUSES, CallList } from '#projections/call-list/table.ts';
import { CallTranscript } from '#projections/call-transcript/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { openedOf, unknown } from '../kernel/shapes.ts';
import { callItem, callOf } from './answers.ts';

const common = { method: 'get', tag: 'calls', roles: STAFF, waits: 'views' } as const;
const whole = z.object({ ...callItem.shape, transcript: openedOf(z.array(segment)).describe('In the order of what was said') }).meta({ id: 'CallDetail' });
const inOrder = (batches: Segment[][]): Segment[] => batches.flat().toSorted((a, b) => a.seq - b.seq);

export const callQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/calls',
    summary: 'Calls, the last first',
    query: z.object({ ...pageQuery, status: z.enum(CALL_STATUSES).optional(), contactId: id.optional() }),
    answers: { 200: { description: 'A page of calls', schema: pageOf(callItem) } },
    handle: async ({ who, open, query: { cursor, limit, status, contactId } }) => {
      const { tenant, rights } = who;
      const name = `calls ${status ?? ''} ${contactId ?? ''}`;
      const [after] = cursors.read(tenant, name, cursor) ?? [];
      const where = { tenant, ...(status && { status }), ...(contactId && { contactId }), ...(after && { offered: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, (rows) => rows.find(CallList, where, { orderBy: { offered: 'desc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, name, [String(last.offered)]));
      const opening = makeOpening({ open, tenant, rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => callOf(row, opening)), next }) };
    },
  }),
  route({
    ...common,
    path: '/api/calls/{id}',
    summary: 'A call with its transcript',
    params: z.object({ id }),
    answers: { 200: { description: 'The call', schema: whole } },
    codes: ['call.unknown'],
    handle: async ({ open, who: { tenant, rights }, params }) => {
      const found = await reader.within(tenant, async (rows) => {
        const call = await rows.findOne(CallList, { tenant, id: params.id });
        return call && { call, said: await rows.find(CallTranscript, { tenant, callId: params.id }, { orderBy: { position: 'asc' } }) };
      });
      if (!found) throw unknown('call', params.id);
      const opening = makeOpening({ open, tenant, rights });
      const transcript = opening.health.all(
        found.said.map(({ segments }) => segments),
        inOrder,
      );
      return { status: 200, body: await opening.settle({ ...callOf(found.call, opening), transcript }) };
    },
  }),
];
