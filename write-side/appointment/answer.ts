// How a booking ended, as the caller is told.
import { z } from 'zod';
import { PUBLISHED, published } from '#domain/appointment/published.ts';
import type { KnownAppointment } from '#domain/appointment/state.ts';
import { isRejection, reject } from '#domain/kernel/decider.ts';
import type { Outcome } from '#domain/kernel/dispatch.ts';
import type { Answer } from '#domain/kernel/route.ts';
import { commandAnswer, refusal } from '#write-side/kernel/http.ts';
import type { Loaded } from './load.ts';

export const bookingAnswer = z
  .object({
    ...commandAnswer.shape,
    appointment_id: z.uuid().describe('The same as `id`'),
    status: z.enum(PUBLISHED),
    confirmation_code: z.string().describe('What the customer quotes'),
    start: z.iso.datetime().optional(),
    end: z.iso.datetime().optional(),
    staff_ids: z.array(z.uuid()).optional().describe('Staff who have the time'),
    held_until: z.iso.datetime().optional().describe('Kept until then, unless confirmed'),
  })
  .meta({ id: 'BookingAnswer', description: 'The appointment after the command and what followed from it.' });

const timeOf = ({ status, attempts, current }: KnownAppointment) => {
  const attempt = attempts[current];
  if (!attempt) return {};
  const { start, end, until } = attempt.booking;
  return { start, end, ...(attempt.hosts && { staff_ids: attempt.hosts }), ...(status === 'held' && { held_until: until }) };
};

export function booked(id: string, outcome: Outcome, { state, revision, position }: Loaded, status: number): Answer {
  if (isRejection(outcome)) return refusal(outcome);
  if (state.status === 'unknown') return refusal(reject('appointment.unknown'));
  const events = outcome.events;
  const version = { id, revision, ...(position !== undefined && { position: String(position) }), events };
  return { status, body: { ...version, appointment_id: id, status: published(state.status), confirmation_code: state.terms.code, ...timeOf(state) } };
}

/** Nobody had the time any more when it was asked for. `why`: what calendars said. */
export const noTime = ({ reason, actor }: { readonly reason: string; readonly actor?: string }): Answer =>
  refusal(reject('appointment.no-time', { reason, ...(actor && { actor }) }));
