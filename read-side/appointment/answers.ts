// Appointments as answers show them.
import { z } from 'zod';
import { customer, price } from '#domain/appointment/messages.ts';
import { STATUSES } from '#domain/appointment/state.ts';
import type { AppointmentRow } from '#projections/appointment-list/table.ts';
import type { Opening } from '../kernel/opened.ts';
import { instant, openedOf, version, versionOf } from '../kernel/shapes.ts';

export const appointment = z
  .object({
    id: z.uuid(),
    offeringId: z.uuid(),
    customerId: z.uuid().describe('The patient, or the contact of that phone number or address'),
    caseId: z.uuid().optional(),
    code: z.string().describe('What the customer quotes'),
    status: z.enum(STATUSES),
    start: instant,
    end: instant,
    until: instant.optional().describe('Kept until then, unless confirmed'),
    moving: z.boolean().describe('Another time is being asked for'),
    hosts: z.array(z.uuid()).describe('Staff'),
    price: price.optional().describe('As quoted, in minor units'),
    customer: openedOf(customer).optional(),
    notes: openedOf(z.string()).optional(),
    cancelReason: openedOf(z.string()).optional(),
    reason: z.string().optional().describe('Why it was refused, lapsed or not moved'),
    requestedAt: instant,
    ...version,
  })
  .meta({ id: 'Appointment' });

export const appointmentOf = (row: AppointmentRow, { personal, health }: Opening) => ({
  ...{ id: row.id, offeringId: row.offeringId, customerId: row.customerId, caseId: row.caseId ?? undefined, code: row.code, status: row.status },
  ...{ start: row.start.toISOString(), end: row.end.toISOString(), until: row.until?.toISOString(), moving: row.moving, hosts: row.hosts },
  ...{ price: row.price ?? undefined, customer: personal(row.customer), notes: health<string>(row.notes), cancelReason: health<string>(row.cancelReason) },
  ...{ reason: row.reason ?? undefined, requestedAt: row.requestedAt.toISOString() },
  ...versionOf(row),
});
