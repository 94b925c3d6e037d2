// The slices of booking: when something can be booked, what is taken, appointments, and whose turn it is.
import { appointmentDeadlines } from './appointment/deadlines.ts';
import { appointmentSlice } from './appointment/slice.ts';
import { calendarSlice } from './calendar/slice.ts';
import { anySlice, type Slice } from './kernel/slice.ts';
import { rotaSlice } from './rota/slice.ts';
import { scheduleSlice } from './schedule/slice.ts';
import { waitlistSlice } from './waitlist/slice.ts';

export const bookingSlices: readonly Slice[] = [
  anySlice(scheduleSlice),
  anySlice(calendarSlice),
  anySlice(appointmentSlice),
  anySlice(rotaSlice),
  anySlice(waitlistSlice),
];
export const bookingDeadlines = appointmentDeadlines;
