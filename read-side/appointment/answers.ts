// Appointments as answers show them, in the words of the published API.
import { z } from 'zod';
import { type Customer, price } from '#domain/appointment/messages.ts';
import { PUBLISHED, published } from '#domain/appointment/published.ts';
import { localOf, type Zone } from '#domain/calendar/slots/zone.ts';
import type { AppointmentRow } from '#projections/appointment-list/table.ts';
import type { Opening } from '../kernel/opened.ts';
import { instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

const words = openedOf(z.string()).optional();
export const appointment = z
  .object({
    id: z.uuid(),
    offering_id: z.uuid(),
    customer_id: z.uuid().describe('The patient, or the contact of that phone number or address'),
    case_id: z.uuid().optional(),
    customer_name: words,
    customer_phone: words,
    customer_email: words,
    scheduled_date: z.iso.date().describe('In the tenant’s zone'),
    scheduled_time: z.string().describe('In the tenant’s zone'),
    start: instant,
    end: instant,
    staff_ids: z.array(z.uuid()),
    status: z.enum(PUBLISHED),
    held_until: instant.optional().describe('Of a pending one that waits to be confirmed'),
    moving: z.boolean().describe('Another time is being asked for'),
    confirmation_code: z.string(),
    price: price.optional().describe('As quoted, in minor units'),
    notes: words,
    cancel_reason: words,
    reason: z.string().optional().describe('Why it was refused, lapsed or not moved'),
    created_at: instant,
    ...version,
  })
  .meta({ id: 'Appointment' });

/** Date and time of day as a clock on the wall shows them. */
export function wallClock(zone: Zone, at: number): { date: string; time: string } {
  const { date, minute } = localOf(zone, at);
  return { date, time: new Date(minute * 60_000).toISOString().slice(11, 16) };
}

export function appointmentOf(row: AppointmentRow, zone: Zone, { personal, health }: Opening) {
  const local = wallClock(zone, row.start.getTime());
  const of = (field: keyof Customer) => personal(row.customer, (customer: Customer) => customer[field]);
  return {
    ...{ id: row.id, offering_id: row.offeringId, customer_id: row.customerId, case_id: row.caseId ?? undefined },
    ...{ customer_name: of('name'), customer_phone: of('phone'), customer_email: of('email') },
    ...{ scheduled_date: local.date, scheduled_time: local.time, start: row.start.toISOString(), end: row.end.toISOString(), staff_ids: row.hosts },
    ...{ status: published(row.status), held_until: row.until?.toISOString(), moving: row.moving, confirmation_code: row.code, price: row.price ?? undefined },
    ...{ notes: health<string>(row.notes), cancel_reason: health<string>(row.cancelReason), reason: row.reason ?? undefined },
    created_at: row.requestedAt.toISOString(),
    ...versionOf(row),
  };
}
