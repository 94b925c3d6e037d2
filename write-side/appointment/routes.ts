import { z } from 'zod';
import { appointmentCommands as commands } from '#domain/appointment/messages.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { rolesIn } from '#write-side/kernel/permits.ts';
import { bookingAnswer } from './answer.ts';
import { type AppointmentDeps, appointmentStream, makeBooking } from './booking.ts';
import { appointmentPermits as permits } from './permits.ts';
import { change, request } from './requests.ts';

const params = z.object({ id });
const answers = { 200: { description: 'Done, or already so', schema: bookingAnswer } };
const UNKNOWN = ['appointment.unknown', 'appointment.not-now', 'stream.conflict'];
const CLOSED = ['appointment.closed', 'appointment.no-time', 'appointment.not-bookable', 'offering.unknown', 'offering.retired'];
const VERBS = {
  'check-in': { type: 'CheckInAppointment', summary: 'The customer has arrived' },
  fulfil: { type: 'FulfilAppointment', summary: 'The appointment took place' },
  'no-show': { type: 'MarkNoShow', summary: 'The customer did not come' },
} as const;

export function appointmentRoutes(deps: AppointmentDeps): Route[] {
  const commandRoute = makeCommandRoute(deps.dispatch);
  const { book, confirm, amend, cancel } = makeBooking(deps);
  const common = { tag: 'appointments', answers };
  return [
    route({
      ...common,
      method: 'post',
      path: '/api/appointments',
      summary: 'Book an appointment, or keep its time until it is confirmed',
      roles: rolesIn(permits.RequestAppointment),
      scopes: ['appointments.write'],
      body: request,
      answers: { 201: { description: 'Booked, or kept', schema: bookingAnswer } },
      codes: [...CLOSED, 'patient.unknown', 'case.unknown', 'subject.erased'],
      handle: (asked) => book({ ...asked, params: { id: '' } }),
    }),
    route({
      ...common,
      method: 'post',
      path: '/api/appointments/{id}/confirm',
      pinned: true,
      summary: 'Confirm an appointment whose time is kept',
      roles: rolesIn(permits.ConfirmAppointment),
      params,
      codes: [...UNKNOWN, 'appointment.no-time', 'appointment.hold-expired', 'appointment.closed', 'appointment.price-changed', 'appointment.needs-approval'],
      handle: confirm,
    }),
    route({
      ...common,
      method: 'put',
      path: '/api/appointments/{id}',
      pinned: true,
      summary: 'Move an appointment to another time, or change who it is for',
      roles: rolesIn(permits.RescheduleAppointment),
      params,
      body: change,
      codes: [...UNKNOWN, ...CLOSED, 'appointment.too-late', 'appointment.moving-already', 'subject.erased'],
      handle: amend,
    }),
    route({
      ...common,
      method: 'delete',
      path: '/api/appointments/{id}',
      pinned: true,
      summary: 'Cancel an appointment',
      roles: rolesIn(permits.CancelAppointment),
      params,
      query: z.object(commands.CancelAppointment.shape),
      codes: [...UNKNOWN, 'appointment.too-late'],
      handle: (asked) => cancel(asked, asked.query.reason),
    }),
    ...Object.entries(VERBS).map(([word, { type, summary }]) =>
      commandRoute({
        method: 'post',
        path: `/api/appointments/{id}/${word}`,
        summary,
        tag: common.tag,
        permit: permits[type],
        params,
        codes: [...UNKNOWN, ...(type === 'MarkNoShow' ? ['appointment.not-begun'] : [])],
        to: ({ who, params }) => appointmentStream(who.tenant, params.id),
        command: () => ({ type, data: {} }),
      }),
    ),
  ];
}
