// What the hub has under way: each process with its last step, how it ended, or since when it stands still.
import { z } from 'zod';
import { id } from '#domain/kernel/ids.ts';
import type { Role } from '#domain/kernel/roles.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { processes } from '#domain/processes.ts';
import { type ProcessRow, ProcessTable } from '#projections/processes/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { instant, position } from '../kernel/shapes.ts';

const KEEPERS: readonly Role[] = ['admin', 'coordinator', 'finance', 'auditor'];
const NAMES = processes.map(({ name }) => name) as [string, ...string[]];
const STATUSES = ['running', 'completed', 'compensated', 'stuck'] as const;

const shape = z
  .object({
    process: z.enum(NAMES),
    slice: z.string().describe('With `id` the stream it began on'),
    id: z.string(),
    status: z.enum(STATUSES).describe('compensated: what was begun was undone, or went to somebody else'),
    step: z.string().describe('Its last event'),
    startedAt: instant,
    stepAt: instant,
    stuckSince: instant.optional().describe('Its next step should have come by then'),
    dueBy: instant.optional().describe('Its next step has to come by then'),
    caseId: z.uuid().optional(),
    patientId: z.uuid().optional(),
    correlationId: z.string(),
    position,
  })
  .meta({ id: 'Process' });

function shown(row: ProcessRow, now: Date): z.infer<typeof shape> {
  const stuck = row.stuckAt != null && row.stuckAt < now;
  return {
    ...{ process: row.process, slice: row.slice, id: row.streamId, status: stuck ? 'stuck' : row.status, step: row.step },
    ...{ startedAt: row.startedAt.toISOString(), stepAt: row.stepAt.toISOString() },
    ...(row.stuckAt && { [stuck ? 'stuckSince' : 'dueBy']: row.stuckAt.toISOString() }),
    ...(row.caseId && { caseId: row.caseId }),
    ...(row.patientId && { patientId: row.patientId }),
    ...{ correlationId: row.correlationId, position: String(row.position) },
  };
}

const among = (status: (typeof STATUSES)[number], now: Date) => (status === 'stuck' ? { stuckAt: { $lt: now } } : { status });

export const processQueries = ({ reader, cursors, now }: Pick<ReadDeps, 'reader' | 'cursors' | 'now'>): Route[] => [
  route({
    method: 'get',
    path: '/api/processes',
    summary: 'What the hub has under way, the newest first; `status=stuck` shows what should have gone on by now',
    tag: 'process',
    roles: KEEPERS,
    waits: 'views',
    query: z.object({ ...pageQuery, process: z.enum(NAMES).optional(), status: z.enum(STATUSES).optional(), caseId: id.optional() }),
    answers: { 200: { description: 'A page of processes', schema: pageOf(shape) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, status, ...filter } }) => {
      const list = `processes ${JSON.stringify([status, filter])}`;
      const [opened, id] = cursors.read(tenant, list, cursor) ?? [];
      const at = now();
      const chosen = Object.entries(filter).flatMap(([field, value]) => (value === undefined ? [] : [{ [field]: value }]));
      const after = opened && id ? [{ $or: [{ opened: { $lt: BigInt(opened) } }, { opened: BigInt(opened), id: { $gt: id } }] }] : [];
      const where = { $and: [{ tenant }, ...(status ? [among(status, at)] : []), ...chosen, ...after] };
      const found = await reader.within(tenant, (rows) => rows.find(ProcessTable, where, { orderBy: [{ opened: 'desc' }, { id: 'asc' }], limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [String(last.opened), last.id]));
      return { status: 200, body: { items: rows.map((row) => shown(row, at)), next } };
    },
  }),
];
