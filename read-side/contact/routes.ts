// Whose the phone numbers and accounts are from which people speak to the tenant.
import { z } from 'zod';
import { CONTACT_CHANNELS, HOLDERS } from '#domain/identity/messages.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { ContactList, type ContactRow } from '#projections/contact-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening, type Opening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { instant, openedOf, version, versionOf } from '../kernel/shapes.ts';
import { idsOf, personRows } from '../patient/person.ts';

const contact = z
  .object({
    id: z.uuid().describe('What moves and unlinks it'),
    contactId: z.uuid().describe('As conversations and calls name it'),
    channel: z.enum(CONTACT_CHANNELS),
    identity: openedOf(z.string()),
    holderKind: z.enum(HOLDERS),
    holderId: z.uuid().describe('The record it was linked to, maybe one that was merged since'),
    since: instant,
    until: instant.optional().describe('When it became somebody else’s'),
    ...version,
  })
  .meta({ id: 'Contact' });

const contactOf = (row: ContactRow, { personal }: Opening) => ({
  ...{ id: row.contact, contactId: row.id, channel: row.channel, identity: personal<string>(row.identity), holderKind: row.holderKind, holderId: row.holderId },
  ...{ since: row.since.toISOString(), until: row.until?.toISOString() },
  ...versionOf(row),
});

export const contactQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/contacts',
    summary: 'The phone numbers, accounts and device users of a patient, with those of merged records, or of a lead',
    tag: 'contacts',
    roles: STAFF,
    waits: 'views',
    query: z.object({ ...pageQuery, patientId: id.optional(), leadId: id.optional(), channel: z.enum(CONTACT_CHANNELS).optional() }),
    answers: { 200: { description: 'A page of contacts, the last linked first', schema: pageOf(contact) } },
    handle: async ({ who, open, query: { cursor, limit, patientId, leadId, channel } }) => {
      const { tenant } = who;
      const list = `contacts ${JSON.stringify({ patientId, leadId, channel })}`;
      const [after] = cursors.read(tenant, list, cursor) ?? [];
      const found = await reader.within(tenant, async (rows) => {
        const person = patientId && (await personRows(rows, who, patientId));
        const holders = [...(person ? idsOf(person) : []), ...(leadId ? [leadId] : [])];
        const wanted = patientId || leadId ? { holderId: { $in: holders } } : {};
        const where = { tenant, ...wanted, ...(channel && { channel }), ...(after && { position: { $lt: BigInt(after) } }) };
        return rows.find(ContactList, where, { orderBy: { position: 'desc' }, limit: limit + 1 });
      });
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [String(last.position)]));
      const opening = makeOpening({ open, tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => contactOf(row, opening)), next }) };
    },
  }),
];
