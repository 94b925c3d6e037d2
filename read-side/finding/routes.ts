// What the security rules noticed. For those who review it: the auditor and the tenant's admin.
import { z } from 'zod';
import { article, FINDING_STATUSES, findingLevel, place } from '#domain/finding/messages.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { FindingList, type FindingRow } from '#projections/finding-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening, type Opening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { actor, instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

const finding = z
  .object({
    id: z.uuid(),
    rule: z.string(),
    version: z.string(),
    level: findingLevel,
    status: z.enum(FINDING_STATUSES),
    title: z.object({ tr: z.string(), en: z.string() }),
    law: z.array(article),
    actorId: z.string().describe('Who did it: a member, or what else acts'),
    patientIds: z.array(z.uuid()).describe('Whose data; at most a hundred'),
    count: z.int().describe('What the rule counts'),
    threshold: z.int(),
    from: instant,
    to: instant,
    inputEventIds: z.array(z.uuid()).describe('The events it rests on; at most a hundred'),
    places: z.array(place).optional().describe('Where numbers of people stand: event, field, kind and how many; at most a hundred'),
    raisedAt: instant,
    reviewedBy: actor.optional(),
    reviewedAt: instant.optional(),
    note: openedOf(z.string()).optional(),
    ...{ revision: version.revision, position: version.position },
  })
  .meta({ id: 'Finding' });

const answerOf = ({ tenant: _, raised: __, ...row }: FindingRow, { anyway }: Opening) => ({
  ...row,
  from: row.from.toISOString(),
  to: row.to.toISOString(),
  raisedAt: row.raisedAt.toISOString(),
  places: row.places ?? undefined,
  reviewedBy: row.reviewedBy ?? undefined,
  reviewedAt: row.reviewedAt?.toISOString(),
  note: anyway<string>(row.note),
  ...versionOf(row),
});

export const findingQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/findings',
    summary: 'What the security rules noticed, newest first',
    tag: 'audit',
    roles: ['auditor', 'admin'],
    waits: 'views',
    query: z.object({ ...pageQuery, status: z.enum(FINDING_STATUSES).optional(), level: findingLevel.optional() }),
    answers: { 200: { description: 'A page of findings', schema: pageOf(finding) } },
    handle: async ({ who, open, query: { cursor, limit, status, level } }) => {
      const list = `findings ${status ?? ''} ${level ?? ''}`;
      const [after] = cursors.read(who.tenant, list, cursor) ?? [];
      const where = { tenant: who.tenant, ...(status && { status }), ...(level && { level }), ...(after && { raised: { $lt: BigInt(after) } }) };
      const found = await reader.within(who.tenant, (rows) => rows.find(FindingList, where, { orderBy: { raised: 'desc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(who.tenant, list, [String(last.raised)]));
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => answerOf(row, opening)), next }) };
    },
  }),
];
