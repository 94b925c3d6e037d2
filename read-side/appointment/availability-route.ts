import { z } from 'zod';
import { REASONS } from '#domain/calendar/slots/actor.ts';
import { closedSlots, openSlots, type Search } from '#domain/calendar/slots/slots.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { instant, unknown } from '../kernel/shapes.ts';
import { wallClock } from './answers.ts';
import { offeredIn, searchFor } from './availability.ts';

const MOST_DAYS = 62;
const time = { start: instant, end: instant, date: z.iso.date().describe('Local'), time: z.string().describe('Local') };
const availability = z
  .object({
    offering_id: z.uuid(),
    slots: z.array(z.object({ ...time, staff_ids: z.array(z.uuid()).describe('Staff who are free') })),
    closed: z
      .array(z.object({ ...time, reason: z.enum(REASONS), actor: z.uuid().optional().describe('Whose reason it is') }))
      .optional()
      .describe('With `explain`: times within hours that are not open, and why'),
  })
  .meta({ id: 'Availability' });

const query = z
  .object({
    offering_id: id.optional(),
    service_id: id.optional().describe('Another name of `offering_id`'),
    date: z.iso.date().describe('Local; the first day'),
    to: z.iso.date().optional().describe('The last day; by default the same'),
    staff_id: id.optional(),
    explain: z.stringbool().default(false),
  })
  .refine(({ date, to = date }) => date <= to && Date.parse(to) - Date.parse(date) < MOST_DAYS * 86_400_000, {
    path: ['to'],
    message: `on or after \`date\`, at most ${MOST_DAYS} days`,
  })
  .refine(({ offering_id, service_id }) => Boolean(offering_id) !== Boolean(service_id), {
    path: ['offering_id'],
    message: 'which service: this or `service_id`',
  });

function shown(search: Search, explain: boolean) {
  const timeOf = ({ from, to }: { from: number; to: number }) => ({
    start: new Date(from).toISOString(),
    end: new Date(to).toISOString(),
    ...wallClock(search.zone, from),
  });
  const slots = openSlots(search).map(({ hosts, ...slot }) => ({ ...timeOf(slot), staff_ids: hosts }));
  if (!explain) return { slots };
  return { slots, closed: closedSlots(search).map(({ reason, actor, ...slot }) => ({ ...timeOf(slot), reason, ...(actor && { actor }) })) };
}

export const availabilityQuery = ({ reader, streams, now }: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/appointments/availability',
    summary: 'Open times of a service, and on request why the others are closed',
    tag: 'appointments',
    waits: 'views',
    roles: 'signed-in',
    scopes: ['availability'],
    query,
    answers: { 200: { description: 'Open times in order; none of what is not booked by appointment', schema: availability } },
    codes: ['offering.unknown'],
    handle: async ({ who, query: { service_id, offering_id = service_id!, date, to = date, staff_id, explain } }) => {
      const offered = await offeredIn(streams, who.tenant, offering_id);
      if (!offered) throw unknown('offering', offering_id);
      const { service, isActive } = offered;
      if (!service || !isActive) return { status: 200, body: { offering_id, slots: [] } };
      const asked = { from: date, to, ...(staff_id && { staff: [staff_id] }) };
      const search = await reader.within(who.tenant, (rows) => searchFor(rows, who.tenant, service, asked, now().getTime()));
      return { status: 200, body: { offering_id, ...shown(search, explain) } };
    },
  });
