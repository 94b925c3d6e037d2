// What callers send about appointments, in the words of the published API.
import { z } from 'zod';
import { customer } from '#domain/appointment/messages.ts';
import { id } from '#domain/kernel/ids.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 14:30');
/** Date and time in the tenant's zone. */
const when = { date: z.iso.date(), time, staff_ids: z.array(id).min(1).max(50).optional().describe('Only these') };
const who = { customer: customer.optional(), notes: z.string().trim().min(1).max(5000).optional() };

export const request = z
  .strictObject({
    offering_id: id.optional(),
    service_id: id.optional().describe('Another name of `offering_id`'),
    ...when,
    patient_id: id.optional(),
    case_id: id.optional(),
    ...who,
    confirm: z.boolean().default(true).describe('false: only keep the time, and confirm it later'),
  })
  .refine(({ offering_id, service_id }) => Boolean(offering_id) !== Boolean(service_id), {
    path: ['offering_id'],
    message: 'which service: this or `service_id`',
  })
  .transform(({ offering_id, service_id, ...rest }) => ({ ...rest, offering_id: (offering_id ?? service_id)! }));
/** Another time, or who it is for. */
export const change = z
  .strictObject({ ...when, date: when.date.optional(), time: time.optional(), ...who })
  .refine(({ date, time }) => Boolean(date) === Boolean(time), { path: ['time'], message: 'goes with `date`' })
  .refine(({ date, customer, notes }) => Boolean(date) !== Boolean(customer ?? notes), {
    path: ['date'],
    message: 'either another time, or `customer` and `notes`',
  });
