import { z } from 'zod';
import { role } from '#domain/kernel/roles.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { Member, type MemberRow } from '#projections/members/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening, type Opening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

const member = z
  .object({
    id: z.uuid(),
    name: openedOf(z.string()),
    email: openedOf(z.string()),
    roles: z.array(role),
    active: z.boolean().describe('Has at least one role'),
    patientId: z.uuid().optional(),
    invitedAt: instant,
    ...version,
  })
  .meta({ id: 'Member', description: 'Names of colleagues are open to all staff; those of patients and companions need the right to personal data.' });

function shown(row: MemberRow, opening: Opening) {
  const show = row.patientId ? opening.personal : opening.anyway;
  return {
    id: row.id,
    name: show<string>(row.name),
    email: show<string>(row.email),
    roles: row.roles,
    active: row.active,
    patientId: row.patientId ?? undefined,
    invitedAt: row.invitedAt.toISOString(),
    ...versionOf(row),
  };
}

export const memberQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/members',
    summary: 'Members of the tenant, by id',
    tag: 'members',
    roles: STAFF,
    waits: 'views',
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of members', schema: pageOf(member) } },
    handle: async ({ who, open, query: { cursor, limit } }) => {
      const [after] = cursors.read(who.tenant, 'members', cursor) ?? [];
      const where = { tenant: who.tenant, ...(after && { id: { $gt: after } }) };
      const found = await reader.within(who.tenant, (rows) => rows.find(Member, where, { orderBy: { id: 'asc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(who.tenant, 'members', [last.id]));
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => shown(row, opening)), next }) };
    },
  }),
];
