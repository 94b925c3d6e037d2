import type { Slice } from '../kernel/slice.ts';
import { appointment } from './decider.ts';
import { type AppointmentCommand, type AppointmentEvent, appointmentCommands, appointmentEvents } from './messages.ts';
import type { AppointmentState } from './state.ts';

export const appointmentSlice: Slice<AppointmentCommand, AppointmentEvent, AppointmentState> = {
  name: 'appointment',
  schema: 1,
  commands: appointmentCommands,
  events: appointmentEvents,
  decider: appointment,
  opens: [],
  subject: (_, event, state) =>
    event.type === 'AppointmentRequested' ? event.data.customerId : state.status === 'unknown' ? undefined : state.terms.customerId,
};
