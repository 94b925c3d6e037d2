// How far an appointment is.
import type { AppointmentEvent, BookedTerms, Booking } from './messages.ts';

export const STATUSES = ['requested', 'held', 'confirming', 'confirmed', 'arrived', 'completed', 'no-show', 'refused', 'lapsed', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];
/** `hosts` known once they keep the time. */
export type Attempt = { readonly booking: Booking; readonly hosts?: readonly string[] };
export type KnownAppointment = {
  readonly status: Status;
  readonly terms: BookedTerms;
  readonly confirm: boolean;
  /** Number of the attempt whose time it has or asks for; `moving` that of another time it wants instead. */
  readonly current: number;
  readonly moving?: number;
  /** The last number given; attempts that are over and freed are forgotten. */
  readonly last: number;
  readonly attempts: Readonly<Record<number, Attempt>>;
  /** Attempts whose time is to be given back. */
  readonly toFree: readonly number[];
};
export type AppointmentState = { readonly status: 'unknown' } | KnownAppointment;

const without = (known: KnownAppointment, attempt: number): KnownAppointment => {
  const { [attempt]: _, ...attempts } = known.attempts;
  return { ...known, attempts, toFree: known.toFree.filter((n) => n !== attempt) };
};
const still = ({ moving: _, ...rest }: KnownAppointment): KnownAppointment => rest;
const withHosts = (known: KnownAppointment, attempt: number, hosts: readonly string[]): KnownAppointment => ({
  ...known,
  attempts: { ...known.attempts, [attempt]: { ...known.attempts[attempt]!, hosts } },
});

export function afterAppointmentEvent(state: AppointmentState, event: AppointmentEvent): AppointmentState {
  if (event.type === 'AppointmentRequested') {
    const { attempt, booking, confirm, ...data } = event.data;
    const { offeringId, customerId, caseId, code, price, cancellationHours, waitlistEntry, approval } = data;
    const terms = { offeringId, customerId, caseId, code, price, cancellationHours, waitlistEntry, approval };
    return { status: 'requested', terms, confirm, current: attempt, last: attempt, attempts: { [attempt]: { booking } }, toFree: [] };
  }
  return state.status === 'unknown' ? state : afterLater(state, event);
}

function afterLater(known: KnownAppointment, { type, data }: Exclude<AppointmentEvent, { type: 'AppointmentRequested' }>): AppointmentState {
  switch (type) {
    case 'AppointmentHeld':
      return { ...withHosts(known, data.attempt, data.hosts), status: 'held' };
    case 'AppointmentConfirming':
      return { ...known, status: 'confirming' };
    case 'AppointmentConfirmed':
      return { ...known, status: 'confirmed' };
    case 'AppointmentRefused':
      return { ...without(known, data.attempt), status: 'refused' };
    case 'AppointmentLapsed':
      return { ...without(known, data.attempt), status: 'lapsed' };
    case 'AppointmentMoving':
      return { ...known, moving: data.attempt, last: data.attempt, attempts: { ...known.attempts, [data.attempt]: { booking: data.booking } } };
    case 'AppointmentRescheduled':
      return { ...still(withHosts(known, data.attempt, data.hosts)), current: data.attempt, toFree: [...known.toFree, known.current] };
    case 'AppointmentNotMoved':
      return still(without(known, data.attempt));
    case 'AppointmentCancelled': {
      const { moving, current } = known;
      return { ...still(known), status: 'cancelled', toFree: [...known.toFree, current, ...(moving ? [moving] : [])] };
    }
    case 'AppointmentFreed':
      return without(known, data.attempt);
    case 'AppointmentCheckedIn':
      return { ...known, status: 'arrived' };
    case 'AppointmentFulfilled':
      return { ...known, status: 'completed' };
    case 'AppointmentNoShow':
      return { ...known, status: 'no-show' };
    case 'AppointmentAmended':
    case 'AppointmentResumed':
      return known;
  }
}
