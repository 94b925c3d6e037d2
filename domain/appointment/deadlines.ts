// A hold runs out, and a booking that somebody left unfinished is taken up again.
import { anyDeadlines, type DeadlineChange, END_ALL } from '../kernel/deadline.ts';
import type { Meta } from '../kernel/envelope.ts';
import type { StoredAppointmentEvent } from './messages.ts';

const UNFINISHED_MS = 30_000;
const resume = ({ meta }: { readonly meta: Meta }): DeadlineChange => ({
  end: ['hold-expires'],
  set: [
    {
      name: 'booking-unfinished',
      at: new Date(Date.parse(meta.occurredAt) + UNFINISHED_MS).toISOString(),
      command: { type: 'ResumeAppointment', data: {} },
    },
  ],
});

export const appointmentDeadlines = anyDeadlines<StoredAppointmentEvent>({
  AppointmentRequested: resume,
  AppointmentHeld: ({ data: { attempt, until } }) => ({
    end: ['booking-unfinished'],
    set: [{ name: 'hold-expires', at: until, command: { type: 'ExpireAppointment', data: { attempt } } }],
  }),
  AppointmentConfirming: resume,
  AppointmentMoving: resume,
  AppointmentCancelled: resume,
  AppointmentRescheduled: resume,
  AppointmentResumed: resume,
  AppointmentConfirmed: () => END_ALL,
  AppointmentRefused: () => END_ALL,
  AppointmentLapsed: () => END_ALL,
  AppointmentNotMoved: () => END_ALL,
  AppointmentFreed: () => END_ALL,
});
