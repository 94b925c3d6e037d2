import { z } from 'zod';
import { availability, BLOCK_KINDS, bookingRules, KINDS } from '#domain/schedule/messages.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { ScheduleTable, type ScheduleRow } from '#projections/schedules/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { instant, unknown, version, versionOf } from '../kernel/shapes.ts';

const schedule = z
  .object({
    id: z.uuid(),
    kind: z.enum(KINDS).optional(),
    availability: z.object(availability).optional(),
    rules: z.object(bookingRules).optional().describe('Of services'),
    blocks: z.array(z.object({ blockId: z.uuid(), kind: z.enum(BLOCK_KINDS), from: instant, to: instant })),
    ...version,
  })
  .meta({ id: 'Schedule', description: 'When a person, room, device, service or the house can be booked. Local times in the tenant’s zone.' });

const shown = (row: ScheduleRow) => ({
  ...{ id: row.id, kind: row.kind ?? undefined, availability: row.availability ?? undefined, blocks: row.blocks },
  ...(row.kind === 'service' || row.kind === null ? { rules: row.rules } : {}),
  ...versionOf(row),
});
const common = { method: 'get', tag: 'schedules', roles: STAFF, waits: 'views', keeps: { seconds: 300, until: ['schedule'] } } as const;

export const scheduleQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/schedules',
    summary: 'Schedules by id: staff, rooms, devices, services and the house',
    query: z.object({ ...pageQuery, kind: z.enum(KINDS).optional() }),
    answers: { 200: { description: 'A page of schedules', schema: pageOf(schedule) } },
    handle: async ({ who, query: { cursor, limit, kind } }) => {
      const list = `schedules ${kind ?? ''}`;
      const [after] = cursors.read(who.tenant, list, cursor) ?? [];
      const where = { tenant: who.tenant, ...(kind && { kind }), ...(after && { id: { $gt: after } }) };
      const found = await reader.within(who.tenant, (rows) => rows.find(ScheduleTable, where, { orderBy: { id: 'asc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(who.tenant, list, [last.id]));
      return { status: 200, body: { items: rows.map(shown), next } };
    },
  }),
  route({
    ...common,
    path: '/api/schedules/{id}',
    summary: 'A schedule; `house` for that of the tenant itself',
    params: z.object({ id: z.union([z.literal('house'), z.uuid()]) }),
    answers: { 200: { description: 'The schedule', schema: schedule } },
    codes: ['schedule.unknown'],
    handle: async ({ who, params: { id } }) => {
      const where = { tenant: who.tenant, ...(id === 'house' ? { kind: 'house' as const } : { id }) };
      const row = await reader.within(who.tenant, (rows) => rows.findOne(ScheduleTable, where));
      if (!row) throw unknown('schedule', id);
      return { status: 200, body: shown(row) };
    },
  }),
];
