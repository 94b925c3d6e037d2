// Booking: schedules, calendars and appointments.
import type { Route } from '#domain/kernel/route.ts';
import type { AppointmentDeps } from './appointment/booking.ts';
import { appointmentPermits } from './appointment/permits.ts';
import { makeBookingRecovery } from './appointment/reactor.ts';
import { appointmentRoutes } from './appointment/routes.ts';
import { calendarPermits } from './calendar/permits.ts';
import type { Reactor } from './kernel/reactor.ts';
import { schedulePermits } from './schedule/permits.ts';
import { scheduleRoutes } from './schedule/routes.ts';
import { waitlistPermits } from './waitlist/permits.ts';
import { freedTimes, makeWaitlistBooking, type WaitlistDeps } from './waitlist/reactors.ts';
import { waitlistRoutes } from './waitlist/routes.ts';

export const bookingPermits = { ...schedulePermits, ...calendarPermits, ...appointmentPermits, ...waitlistPermits };
export const bookingRoutes = (deps: AppointmentDeps): Route[] => [...scheduleRoutes(deps), ...appointmentRoutes(deps), ...waitlistRoutes(deps)];
/** Reactors that give more than one command, and so need the means to. */
export const bookingReactors = (deps: WaitlistDeps): Reactor[] => [makeBookingRecovery(deps), freedTimes, makeWaitlistBooking(deps)];
