import { z } from 'zod';
import { PUBLISHED, type Published, statusesOf } from '#domain/appointment/published.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import { AppointmentList } from '#projections/appointment-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { READERS } from '../kernel/scope.ts';
import { instant, unknown } from '../kernel/shapes.ts';
import { appointment, appointmentOf } from './answers.ts';
import { availabilityQuery } from './availability-route.ts';
import { zoneIn } from './availability.ts';

const common = { method: 'get', tag: 'appointments', waits: 'views', roles: READERS } as const;
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Whose appointments the reader may see: staff all, a patient their own, an agency none. */
const scope = ({ rights, patientId }: Principal) => (rights.cases === 'all' ? {} : { customerId: rights.cases === 'own' && patientId ? patientId : NOBODY });

const filters = {
  status: z.enum(PUBLISHED).optional(),
  offering_id: id.optional(),
  customer_id: id.optional(),
  case_id: id.optional(),
  from: instant.optional().describe('Starts at or after'),
  to: instant.optional().describe('Starts before'),
};
type Filters = {
  readonly status?: Published;
  readonly offering_id?: string;
  readonly customer_id?: string;
  readonly case_id?: string;
  readonly from?: string;
  readonly to?: string;
};
const conditions = ({ status, offering_id, customer_id, case_id, from, to }: Filters) => [
  ...(status ? [{ status: { $in: [...statusesOf(status)] } }] : []),
  ...(offering_id ? [{ offeringId: offering_id }] : []),
  ...(customer_id ? [{ customerId: customer_id }] : []),
  ...(case_id ? [{ caseId: case_id }] : []),
  ...(from ? [{ start: { $gte: new Date(from) } }] : []),
  ...(to ? [{ start: { $lt: new Date(to) } }] : []),
];
/** Where the page before ended, in the order of start and id. */
const beyond = ([start, after]: readonly string[] = []) =>
  start && after ? [{ $or: [{ start: { $gt: new Date(start) } }, { start: new Date(start), id: { $gt: after } }] }] : [];

export const appointmentQueries = (deps: ReadDeps): Route[] => {
  const { reader, cursors } = deps;
  return [
    availabilityQuery(deps),
    route({
      ...common,
      path: '/api/appointments',
      summary: 'Appointments the reader may see, by when they start',
      query: z.object({ ...pageQuery, ...filters }),
      answers: { 200: { description: 'A page of appointments', schema: pageOf(appointment) } },
      handle: async ({ who, open, query: { cursor, limit, ...wanted } }) => {
        const { tenant } = who;
        const list = `appointments ${JSON.stringify(wanted)}`;
        const where = { $and: [{ tenant }, scope(who), ...conditions(wanted), ...beyond(cursors.read(tenant, list, cursor))] };
        const [found, zone] = await reader.within(tenant, async (rows) => [
          await rows.find(AppointmentList, where, { orderBy: { start: 'asc', id: 'asc' }, limit: limit + 1 }),
          await zoneIn(rows, tenant),
        ]);
        const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, list, [last.start.toISOString(), last.id]));
        const opening = makeOpening({ open, tenant, rights: who.rights });
        return { status: 200, body: await opening.settle({ items: rows.map((row) => appointmentOf(row, zone, opening)), next }) };
      },
    }),
    route({
      ...common,
      path: '/api/appointments/{id}',
      summary: 'An appointment',
      params: z.object({ id }),
      answers: { 200: { description: 'The appointment', schema: appointment } },
      codes: ['appointment.unknown'],
      handle: async ({ who, open, params }) => {
        const where = { $and: [{ tenant: who.tenant, id: params.id }, scope(who)] };
        const [row, zone] = await reader.within(who.tenant, async (rows) => [await rows.findOne(AppointmentList, where), await zoneIn(rows, who.tenant)]);
        if (!row) throw unknown('appointment', params.id);
        const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
        return { status: 200, body: await opening.settle(appointmentOf(row, zone, opening)) };
      },
    }),
  ];
};
