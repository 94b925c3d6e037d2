// Who saw what of whom. Auditors see all of their tenant; patients see who looked at them.
import { z } from 'zod';
import { ACCESS_PURPOSES } from '#domain/kernel/access.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import type { DisclosureRow } from '#projections/disclosures/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening, type Opening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { instant, openedOf, position } from '../kernel/shapes.ts';
import { disclosuresFound, type Wanted } from './found.ts';

const disclosure = z
  .object({
    id: z.uuid(),
    at: instant.describe('When the values were opened'),
    reader: z.object({ id: z.string(), kind: z.string(), role: z.string(), onBehalfOf: z.string().optional() }),
    purpose: z.enum(ACCESS_PURPOSES),
    route: z.string().describe('The request, or the name of an agent'),
    caseId: z.string().optional(),
    correlationId: z.string(),
    session: z.string().optional(),
    address: openedOf(z.string()).optional().describe('Where the request came from'),
    shown: z.array(z.object({ personId: z.string(), fields: z.array(z.string()), health: z.boolean() })),
    abroad: z
      .object({ country: z.string(), mechanism: z.string(), mechanismId: z.string() })
      .optional()
      .describe('The reader is a processor abroad; why it may go there, and the record of that'),
    withheld: z.array(z.string()).describe('Persons of whom something was asked for and kept back'),
    position,
  })
  .meta({ id: 'Disclosure' });

const filters = {
  personId: id.optional().describe('Who was looked at'),
  readerId: z.string().max(100).optional().describe('Who looked: a member, or an agent'),
  purpose: z.enum(ACCESS_PURPOSES).optional(),
  caseId: id.optional(),
  abroad: z.literal('true').optional().describe('Only what went to processors abroad'),
  from: instant.optional(),
  to: instant.optional().describe('Before this time'),
};
type Filters = z.infer<z.ZodObject<typeof filters>>;

/** A patient sees of an entry only what it says about them. */
const seenBy = ({ patientId }: Principal, row: DisclosureRow, { anyway }: Opening) => ({
  id: row.id,
  at: row.at.toISOString(),
  reader: { id: row.readerId, kind: row.readerKind, role: row.readerRole, onBehalfOf: row.onBehalfOf ?? undefined },
  purpose: row.purpose,
  route: row.route,
  caseId: row.caseId ?? undefined,
  correlationId: row.correlation,
  session: patientId ? undefined : (row.session ?? undefined),
  address: patientId ? undefined : anyway<string>(row.address),
  shown: row.shown.filter((person) => !patientId || person.id === patientId).map(({ id: personId, fields, health }) => ({ personId, fields, health })),
  withheld: row.withheld.filter((person) => !patientId || person === patientId),
  abroad: row.abroad ?? undefined,
  position: String(row.position),
});

function wantedBy(tenant: string, { personId, readerId, purpose, caseId, abroad, from, to }: Filters): Wanted {
  const at = { ...(from && { $gte: new Date(from) }), ...(to && { $lt: new Date(to) }) };
  return {
    tenant,
    ...(personId && { personId }),
    ...(readerId && { readerId }),
    ...(purpose && { purpose }),
    ...(caseId && { caseId }),
    ...(abroad && { abroad: { $ne: null } }),
    ...(Object.keys(at).length > 0 && { at }),
  };
}

export const disclosureQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/disclosures',
    summary: 'Who saw what of whom, newest first; a patient: who looked at them',
    tag: 'audit',
    roles: ['auditor', 'patient'],
    waits: 'views',
    query: z.object({ ...pageQuery, ...filters }),
    answers: { 200: { description: 'A page of disclosures', schema: pageOf(disclosure) } },
    handle: async ({ who, open, query: { cursor, limit, ...asked } }) => {
      const { tenant } = who;
      const wanted = who.patientId ? { ...asked, personId: who.patientId } : asked;
      const list = `disclosures ${JSON.stringify(wanted)}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const where = { ...wantedBy(tenant, wanted), ...(after && { position: { $lt: BigInt(after) } }) };
      const found = await reader.within(tenant, (rows) => disclosuresFound(rows, where, limit + 1));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [String(last.position)]));
      const opening = makeOpening({ open, tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => seenBy(who, row, opening)), next }) };
    },
  }),
];
