// What is due, and what should have happened by now: a deadline long past its time is one whose command is refused again and again.
import { z } from 'zod';
import type { Role } from '#domain/kernel/roles.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { type DeadlineRow, DeadlineTable } from '#projections/deadlines/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { instant, position } from '../kernel/shapes.ts';

const KEEPERS: readonly Role[] = ['admin', 'coordinator', 'auditor'];
/** A worker looks every second; who is later than this is stuck. */
const STUCK_MS = 60_000;

const deadlines = z
  .object({
    slice: z.string(),
    id: z.string().describe('Id of the stream'),
    due: instant.describe('When the next one is'),
    stuck: z.boolean().describe('Over its time for more than a minute'),
    open: z.array(z.object({ name: z.string(), at: instant, command: z.string(), eventId: z.uuid().describe('The event that set it') })),
    position,
  })
  .meta({ id: 'Deadlines' });

const shown = ({ slice, streamId, due, open, position }: DeadlineRow, before: number) => ({
  slice,
  id: streamId,
  due: due.toISOString(),
  stuck: due.getTime() < before,
  open: open.map(({ name, at, command, cause }) => ({ name, at, command: command.type, eventId: cause })),
  position: String(position),
});

export const deadlineQueries = ({ reader, cursors, now }: Pick<ReadDeps, 'reader' | 'cursors' | 'now'>): Route[] => [
  route({
    method: 'get',
    path: '/api/deadlines',
    summary: 'What the hub will do by itself, the next first; `stuck` shows only what it could not',
    tag: 'process',
    roles: KEEPERS,
    waits: 'views',
    query: z.object({ ...pageQuery, stuck: z.stringbool().default(false), slice: z.string().max(40).optional() }),
    answers: { 200: { description: 'A page of streams with open deadlines', schema: pageOf(deadlines) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, stuck, slice } }) => {
      const list = `deadlines ${stuck} ${slice ?? ''}`;
      const [due, id] = cursors.read(tenant, list, cursor) ?? [];
      const before = now().getTime() - STUCK_MS;
      const after = due && id ? [{ $or: [{ due: { $gt: new Date(due) } }, { due: new Date(due), id: { $gt: id } }] }] : [];
      const where = { $and: [{ tenant }, ...(slice ? [{ slice }] : []), ...(stuck ? [{ due: { $lt: new Date(before) } }] : []), ...after] };
      const found = await reader.within(tenant, (rows) => rows.find(DeadlineTable, where, { orderBy: [{ due: 'asc' }, { id: 'asc' }], limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [last.due.toISOString(), last.id]));
      return { status: 200, body: { items: rows.map((row) => shown(row, before)), next } };
    },
  }),
];
