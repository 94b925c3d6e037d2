import { z } from 'zod';
import { STATUSES, type Status } from '#domain/appointment/state.ts';
import { REASONS } from '#domain/calendar/slots/actor.ts';
import { closedSlots, openSlots } from '#domain/calendar/slots/slots.ts';
import { localOf } from '#domain/calendar/slots/zone.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Principal, type Route, route } from '#domain/kernel/route.ts';
import { AppointmentList } from '#projections/appointment-list/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { READERS } from '../kernel/scope.ts';
import { instant, unknown } from '../kernel/shapes.ts';
import { appointment, appointmentOf } from './answers.ts';
import { offeredIn, searchFor } from './availability.ts';

const MOST_DAYS = 62;
const common = { method: 'get', tag: 'appointments', waits: 'views' } as const;
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Whose appointments the reader may see: staff all, a patient their own, an agency none. */
const scope = ({ rights, patientId }: Principal) => (rights.cases === 'all' ? {} : { customerId: rights.cases === 'own' && patientId ? patientId : NOBODY });

const slot = z.object({
  start: instant,
  end: instant,
  date: z.string(),
  time: z.string().describe('Local'),
  hosts: z.array(z.uuid()).describe('Staff who are free'),
});
const closed = z.object({ start: instant, end: instant, reason: z.enum(REASONS), actor: z.uuid().optional() });
const availability = z
  .object({
    offeringId: z.uuid(),
    slots: z.array(slot),
    closed: z.array(closed).optional().describe('With `explain`: times within hours that are not open, and why'),
  })
  .meta({ id: 'Availability' });
const days = z
  .object({
    offeringId: id,
    date: z.iso.date().describe('Local; the first day'),
    to: z.iso.date().optional().describe('The last day; by default the same'),
    staffId: id.optional(),
    explain: z.stringbool().default(false),
  })
  .refine(({ date, to = date }) => date <= to && Date.parse(to) - Date.parse(date) < MOST_DAYS * 86_400_000, {
    path: ['to'],
    message: `on or after \`date\`, at most ${MOST_DAYS} days`,
  });

const filters = { status: z.enum(STATUSES).optional(), offeringId: id.optional(), customerId: id.optional(), from: instant.optional(), to: instant.optional() };
type Filters = { status?: Status; offeringId?: string; customerId?: string; from?: string; to?: string };
const conditions = ({ from, to, ...equal }: Filters) => [
  Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined)),
  ...(from ? [{ start: { $gte: new Date(from) } }] : []),
  ...(to ? [{ start: { $lt: new Date(to) } }] : []),
];

export const appointmentQueries = ({ reader, open, cursors, streams, now }: ReadDeps): Route[] => [
  route({
    ...common,
    path: '/api/appointments/availability',
    summary: 'Open times of a service, and on request why the others are closed',
    roles: 'signed-in',
    query: days,
    answers: { 200: { description: 'Open times in order', schema: availability } },
    codes: ['offering.unknown', 'appointment.not-bookable'],
    handle: async ({ who, query }) => {
      const { offeringId, date, to = date, staffId, explain } = query;
      const offered = await offeredIn(streams, who.tenant, offeringId);
      if (!offered) throw unknown('offering', offeringId);
      const { service } = offered;
      if (!service || !offered.isActive) return { status: 200, body: { offeringId, slots: [] } };
      const asked = { from: date, to, ...(staffId && { staff: [staffId] }) };
      const search = await reader.within(who.tenant, (rows) => searchFor(rows, who.tenant, service, asked, now().getTime()));
      const times = ({ from, to }: { from: number; to: number }) => ({ start: new Date(from).toISOString(), end: new Date(to).toISOString() });
      const local = (instant: number) => {
        const { date, minute } = localOf(search.zone, instant);
        return { date, time: new Date(minute * 60_000).toISOString().slice(11, 16) };
      };
      const slots = openSlots(search).map(({ hosts, ...time }) => ({ ...times(time), ...local(time.from), hosts }));
      const shut = explain && closedSlots(search).map(({ reason, actor, ...time }) => ({ ...times(time), reason, ...(actor && { actor }) }));
      return { status: 200, body: { offeringId, slots, ...(shut && { closed: shut }) } };
    },
  }),
  route({
    ...common,
    path: '/api/appointments',
    summary: 'Appointments the reader may see, by when they start',
    roles: READERS,
    query: z.object({ ...pageQuery, ...filters }),
    answers: { 200: { description: 'A page of appointments', schema: pageOf(appointment) } },
    handle: async ({ who, query: { cursor, limit, ...wanted } }) => {
      const list = `appointments ${JSON.stringify(wanted)}`;
      const [start, after] = cursors.read(who.tenant, list, cursor) ?? [];
      const beyond = start && after ? [{ $or: [{ start: { $gt: new Date(start) } }, { start: new Date(start), id: { $gt: after } }] }] : [];
      const where = { $and: [{ tenant: who.tenant }, scope(who), ...conditions(wanted), ...beyond] };
      const found = await reader.within(who.tenant, (rows) => rows.find(AppointmentList, where, { orderBy: { start: 'asc', id: 'asc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(who.tenant, list, [last.start.toISOString(), last.id]));
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle({ items: rows.map((row) => appointmentOf(row, opening)), next }) };
    },
  }),
  route({
    ...common,
    path: '/api/appointments/{id}',
    summary: 'An appointment',
    roles: READERS,
    params: z.object({ id }),
    answers: { 200: { description: 'The appointment', schema: appointment } },
    codes: ['appointment.unknown'],
    handle: async ({ who, params }) => {
      const row = await reader.within(who.tenant, (rows) => rows.findOne(AppointmentList, { $and: [{ tenant: who.tenant, id: params.id }, scope(who)] }));
      if (!row) throw unknown('appointment', params.id);
      const opening = makeOpening({ open, tenant: who.tenant, rights: who.rights });
      return { status: 200, body: await opening.settle(appointmentOf(row, opening)) };
    },
  }),
];
