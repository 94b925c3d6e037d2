import { type Decider, type Given, type Rejection, reject } from '../kernel/decider.ts';
import type { AppointmentCommand, AppointmentEvent, BookedTerms } from './messages.ts';
import { nextStep } from './process.ts';
import { afterAppointmentEvent, type AppointmentState, type KnownAppointment, type Status } from './state.ts';

type Decided = AppointmentEvent[] | Rejection;
const HOUR = 3_600_000;
const evolve = (event: AppointmentEvent, state: AppointmentState) => afterAppointmentEvent(state, event);

const ifKnown = (state: AppointmentState, decide: (known: KnownAppointment) => Decided): Decided =>
  state.status === 'unknown' ? reject('appointment.unknown') : decide(state);
const ifIn = (state: AppointmentState, statuses: readonly Status[], decide: (known: KnownAppointment) => Decided): Decided =>
  ifKnown(state, (known) => (statuses.includes(known.status) ? decide(known) : reject('appointment.not-now', { status: known.status })));
const isStaff = ({ by }: Given) => by.kind === 'staff' || by.kind === 'system';
const late = (iso: string, at: string) => Date.parse(iso) <= Date.parse(at);

const timeOf = ({ attempts }: KnownAppointment, attempt: number, hosts: readonly string[]) => {
  const { start, end } = attempts[attempt]!.booking;
  return { attempt, start, end, hosts: [...hosts] };
};
const termsOf = ({ offeringId, customerId, caseId, code, price, cancellationHours, waitlistEntry, approval }: BookedTerms): BookedTerms => ({
  ...{ offeringId, customerId, code, cancellationHours, approval },
  ...{ ...(caseId && { caseId }), ...(price && { price }), ...(waitlistEntry && { waitlistEntry }) },
});
const lapsed = ({ terms: { offeringId }, attempts }: KnownAppointment, attempt: number, reason: string): AppointmentEvent[] => {
  const { start, end } = attempts[attempt]!.booking;
  return [{ type: 'AppointmentLapsed', data: { attempt, reason, offeringId, start, end } }];
};

type Now = { readonly closed?: string; readonly price?: { readonly amount: number; readonly currency: string } };
/** A second look before it is final: leave or a price may have changed since the time was held. */
function confirm(known: KnownAppointment, now: Now, given: Given): Decided {
  const { current, terms, attempts } = known;
  if (terms.approval && !isStaff(given)) return reject('appointment.needs-approval');
  if (late(attempts[current]!.booking.until, given.at)) return reject('appointment.hold-expired');
  if (now.closed) return reject('appointment.closed', { reason: now.closed });
  if (terms.price && now.price && (terms.price.amount !== now.price.amount || terms.price.currency !== now.price.currency))
    return reject('appointment.price-changed', { from: terms.price.amount, to: now.price.amount, currency: now.price.currency });
  return [{ type: 'AppointmentConfirming', data: { attempt: current } }];
}

function held(known: KnownAppointment, attempt: number, hosts: readonly string[]): Decided {
  if (attempt !== known.current) return reject('appointment.not-now', { status: known.status });
  const confirming: AppointmentEvent[] = known.confirm ? [{ type: 'AppointmentConfirming', data: { attempt } }] : [];
  return [{ type: 'AppointmentHeld', data: { ...timeOf(known, attempt, hosts), until: known.attempts[attempt]!.booking.until } }, ...confirming];
}

function refused(known: KnownAppointment, data: { attempt: number; reason: string; actor?: string }): Decided {
  const { attempt, reason, actor } = data;
  const why = { attempt, reason, ...(actor && { actor }) };
  if (attempt === known.moving) return [{ type: 'AppointmentNotMoved', data: why }];
  if (attempt === known.current && known.status === 'requested') return [{ type: 'AppointmentRefused', data: why }];
  if (attempt === known.current && known.status === 'confirming') return lapsed(known, attempt, reason);
  return reject('appointment.not-now', { status: known.status });
}

function kept(known: KnownAppointment, attempt: number, hosts: readonly string[]): Decided {
  const time = timeOf(known, attempt, hosts);
  if (attempt === known.moving) return [{ type: 'AppointmentRescheduled', data: { ...time, from: known.attempts[known.current]!.booking.start } }];
  if (attempt === known.current && known.status === 'confirming') return [{ type: 'AppointmentConfirmed', data: time }];
  return reject('appointment.not-now', { status: known.status });
}

/** The customer may until so many hours before; staff always. */
const isTooLate = ({ terms, attempts, current }: KnownAppointment, given: Given) =>
  !isStaff(given) && Date.parse(attempts[current]!.booking.start) - Date.parse(given.at) < terms.cancellationHours * HOUR;

export const appointment: Decider<AppointmentCommand, AppointmentEvent, AppointmentState> = {
  initial: { status: 'unknown' },
  decide: {
    RequestAppointment: ({ data }, { status }) => {
      if (status !== 'unknown') return reject('appointment.already-requested');
      const { booking, confirm, customer, notes } = data;
      const who = { ...(customer && { customer }), ...(notes && { notes }) };
      return [{ type: 'AppointmentRequested', data: { ...termsOf(data), attempt: 1, booking, confirm: confirm && !data.approval, ...who } }];
    },
    ConfirmAppointment: ({ data: { now }, ...given }, state) =>
      ifKnown(state, (known) => (known.status === 'confirmed' ? [] : ifIn(known, ['held'], () => confirm(known, now, given)))),
    RescheduleAppointment: ({ data: { booking }, ...given }, state) =>
      ifIn(state, ['confirmed'], (known) => {
        if (known.moving !== undefined) return reject('appointment.moving-already');
        if (isTooLate(known, given)) return reject('appointment.too-late', { hours: known.terms.cancellationHours });
        return [{ type: 'AppointmentMoving', data: { attempt: known.last + 1, booking } }];
      }),
    AmendAppointment: ({ data: { customer, notes } }, state) =>
      ifIn(state, ['requested', 'held', 'confirming', 'confirmed', 'arrived'], () =>
        customer || notes ? [{ type: 'AppointmentAmended', data: { ...(customer && { customer }), ...(notes && { notes }) } }] : [],
      ),
    CancelAppointment: ({ data: { reason }, ...given }, state) =>
      ifKnown(state, (known) => {
        if (known.status === 'cancelled') return [];
        if (!['requested', 'held', 'confirming', 'confirmed'].includes(known.status)) return reject('appointment.not-now', { status: known.status });
        if (known.status === 'confirmed' && isTooLate(known, given)) return reject('appointment.too-late', { hours: known.terms.cancellationHours });
        return [{ type: 'AppointmentCancelled', data: { attempt: known.current, ...(reason && { reason }) } }];
      }),
    CheckInAppointment: (_, state) => ifIn(state, ['confirmed'], () => [{ type: 'AppointmentCheckedIn', data: {} }]),
    FulfilAppointment: (_, state) => ifIn(state, ['confirmed', 'arrived'], () => [{ type: 'AppointmentFulfilled', data: {} }]),
    MarkNoShow: ({ at }, state) =>
      ifIn(state, ['confirmed'], ({ attempts, current }) =>
        late(attempts[current]!.booking.start, at) ? [{ type: 'AppointmentNoShow', data: {} }] : reject('appointment.not-begun'),
      ),
    RecordHeld: ({ data: { attempt, hosts } }, state) => ifIn(state, ['requested'], (known) => held(known, attempt, hosts)),
    RecordRefused: ({ data }, state) => ifKnown(state, (known) => refused(known, data)),
    RecordKept: ({ data: { attempt, hosts } }, state) => ifKnown(state, (known) => kept(known, attempt, hosts)),
    RecordFreed: ({ data: { attempt } }, state) =>
      ifKnown(state, ({ toFree, attempts, terms: { offeringId } }) => {
        if (!toFree.includes(attempt)) return [];
        const { start, end } = attempts[attempt]!.booking;
        return [{ type: 'AppointmentFreed', data: { attempt, offeringId, start, end } }];
      }),
    ExpireAppointment: ({ data: { attempt }, at }, state) =>
      ifKnown(state, (known) => {
        const { status, current, attempts } = known;
        if (status !== 'held' || current !== attempt) return [];
        return late(attempts[current]!.booking.until, at) ? lapsed(known, attempt, 'expired') : reject('appointment.not-now', { status });
      }),
    ResumeAppointment: (_, state) => ifKnown(state, (known) => (nextStep(known) ? [{ type: 'AppointmentResumed', data: { attempt: known.last } }] : [])),
  },
  evolve: {
    AppointmentRequested: evolve,
    AppointmentHeld: evolve,
    AppointmentRefused: evolve,
    AppointmentConfirming: evolve,
    AppointmentConfirmed: evolve,
    AppointmentLapsed: evolve,
    AppointmentMoving: evolve,
    AppointmentRescheduled: evolve,
    AppointmentNotMoved: evolve,
    AppointmentAmended: evolve,
    AppointmentCancelled: evolve,
    AppointmentFreed: evolve,
    AppointmentCheckedIn: evolve,
    AppointmentFulfilled: evolve,
    AppointmentNoShow: evolve,
    AppointmentResumed: evolve,
  },
};
