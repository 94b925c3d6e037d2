import { z } from 'zod';
import { customer } from '#domain/appointment/messages.ts';
import { addDays, instantOf } from '#domain/calendar/slots/zone.ts';
import { fold } from '#domain/kernel/decider.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import { waitlist } from '#domain/waitlist/decider.ts';
import type { WaitlistEvent } from '#domain/waitlist/messages.ts';
import type { AppointmentDeps } from '#write-side/appointment/booking.ts';
import { customerIdOf } from '#write-side/appointment/customer.ts';
import { loadZone } from '#write-side/appointment/load.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { commandAnswer, makeCommandRoute, mustExist } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { waitlistPermits as permits } from './permits.ts';
import { waitlistStream } from './reactors.ts';

const tag = 'waitlist';
const params = z.object({ id: id.describe('The offering') });
const wish = z.strictObject({
  from: z.iso.date().describe('Local; the first day wanted'),
  to: z.iso.date().describe('Local; the last day wanted'),
  staff_ids: z.array(id).min(1).max(50).optional().describe('Only these'),
  patient_id: id.optional(),
  customer: customer.optional(),
  notes: z.string().trim().min(1).max(5000).optional(),
});

export function waitlistRoutes({ dispatch, store, tenantDigest }: AppointmentDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const entryOf = (commandId: string) => createdBy(commandId, 'waitlist');
  const join = commandRoute({
    method: 'post',
    path: '/api/offerings/{id}/waitlist',
    summary: 'Wait for a time that somebody gives back',
    tag,
    permit: permits.JoinWaitlist,
    params,
    body: wish,
    codes: ['offering.unknown', 'patient.unknown', 'waitlist.in-past', 'subject.erased'],
    to: ({ who, params }) => waitlistStream(who.tenant, params.id),
    command: async ({ who, params, body, commandId }) => {
      await mustExist(store, { tenant: who.tenant, slice: 'offering', id: params.id });
      const zone = await loadZone(store, who.tenant);
      const entryId = entryOf(commandId);
      const { customer, notes, staff_ids: staff } = body;
      const customerId = await customerIdOf({ store, tenantDigest }, who, { patientId: body.patient_id, customer }, entryId);
      const day = (date: string) => new Date(instantOf(zone, date, 0)).toISOString();
      const given = { ...(staff && { staff }), ...(customer && { customer }), ...(notes && { notes }) };
      return { type: 'JoinWaitlist', data: { entryId, customerId, from: day(body.from), to: day(addDays(body.to, 1)), ...given } };
    },
  });
  return [
    {
      ...join,
      answers: { 200: { description: 'Waits', schema: commandAnswer.extend({ entry_id: id }).meta({ id: 'WaitlistAnswer' }) } },
      handle: async (asked) => {
        const answer = await join.handle(asked);
        return answer.status === 200 ? { ...answer, body: { ...(answer.body as object), entry_id: entryOf(asked.commandId) } } : answer;
      },
    },
    commandRoute({
      method: 'delete',
      path: '/api/offerings/{id}/waitlist/{entryId}',
      summary: 'Wait no longer',
      tag,
      permit: permits.LeaveWaitlist,
      params: params.extend({ entryId: id }),
      codes: ['waitlist.unknown'],
      to: ({ who, params }) => waitlistStream(who.tenant, params.id),
      command: async ({ who, params: { id, entryId } }) => {
        const list = fold(waitlist, (await eventsOf(store, waitlistStream(who.tenant, id))) as unknown as WaitlistEvent[]);
        if (who.patientId && list[entryId]?.customerId !== who.patientId) throw new HubError('not-found', 'waitlist.unknown', 'There is no such entry.');
        return { type: 'LeaveWaitlist', data: { entryId } };
      },
    }),
  ];
}
