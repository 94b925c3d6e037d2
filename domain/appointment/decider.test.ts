import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { AppointmentCommand, AppointmentEvent, Booking } from './messages.ts';
import { appointmentSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const [start, end, until] = ['2026-03-02T10:00:00.000Z', '2026-03-02T10:30:00.000Z', '2026-03-01T09:10:00.000Z'];
const booking: Booking = { start, end, until, all: [], anyOf: [{ actor: id(7), claims: [] }], hosts: 1 };
const terms = { offeringId: id(1), customerId: id(2), code: 'ABC234', cancellationHours: 24, approval: false };
const customer = { name: 'Ayşe', phone: '+90555' };
const price = { amount: 15_000, currency: 'TRY' } as const;
const requested = (more: object = {}): AppointmentEvent => ({
  type: 'AppointmentRequested',
  data: { ...terms, attempt: 1, booking, confirm: false, customer, ...more },
});
const hosts = [id(7)];
const held: AppointmentEvent = { type: 'AppointmentHeld', data: { attempt: 1, start, end, hosts, until } };
const confirming: AppointmentEvent = { type: 'AppointmentConfirming', data: { attempt: 1 } };
const confirmed: AppointmentEvent = { type: 'AppointmentConfirmed', data: { attempt: 1, start, end, hosts } };
const isConfirmed = [requested(), held, confirming, confirmed];
const other: Booking = { ...booking, start: '2026-03-03T10:00:00.000Z', end: '2026-03-03T10:30:00.000Z' };
const moving: AppointmentEvent = { type: 'AppointmentMoving', data: { attempt: 2, booking: other } };
const confirm = (now = {}): AppointmentCommand => ({ type: 'ConfirmAppointment', data: { now } });
const early = { at: '2026-03-01T09:00:00.000Z' };
const patient = { by: as('patient', 'patient') };

spec('appointment', (it) => {
  it('is requested once, and kept until confirmed or confirmed as soon as all have the time', () => {
    given(appointmentSlice)
      .when({ type: 'RequestAppointment', data: { ...terms, booking, confirm: false, customer } })
      .then(requested());
    given(appointmentSlice, requested())
      .when({ type: 'RecordHeld', data: { attempt: 1, hosts } })
      .then(held);
    given(appointmentSlice, requested({ confirm: true }))
      .when({ type: 'RecordHeld', data: { attempt: 1, hosts } })
      .then(held, confirming);
  });
  it('that nobody has time for is refused, with the reason', () =>
    given(appointmentSlice, requested())
      .when({ type: 'RecordRefused', data: { attempt: 1, reason: 'busy', actor: id(7) } })
      .then({ type: 'AppointmentRefused', data: { attempt: 1, reason: 'busy', actor: id(7) } }));
  it('is confirmed while its time is kept; twice is once', () => {
    given(appointmentSlice, requested(), held).when(confirm(), early).then(confirming);
    given(appointmentSlice, requested(), held).when(confirm(), { at: until }).then(reject('appointment.hold-expired'));
    given(appointmentSlice, ...isConfirmed)
      .when(confirm(), early)
      .then();
  });
  it('is looked at again when it is confirmed: leave and a price may be new', () => {
    given(appointmentSlice, requested({ price }), held)
      .when(confirm({ closed: 'leave', price }), early)
      .then(reject('appointment.closed', { reason: 'leave' }));
    given(appointmentSlice, requested({ price }), held)
      .when(confirm({ price: { ...price, amount: 20_000 } }), early)
      .then(reject('appointment.price-changed', { from: 15_000, to: 20_000, currency: 'TRY' }));
  });
  it('that needs approval is confirmed by staff, never at once or by the customer', () => {
    given(appointmentSlice)
      .when({ type: 'RequestAppointment', data: { ...terms, approval: true, booking, confirm: true, customer } })
      .then(requested({ approval: true, confirm: false }));
    given(appointmentSlice, requested({ approval: true }), held)
      .when(confirm(), { ...early, ...patient })
      .then(reject('appointment.needs-approval'));
    given(appointmentSlice, requested({ approval: true }), held)
      .when(confirm(), { ...early, by: as('coordinator') })
      .then(confirming);
  });
  it('lapses when its time is over and not before, and when a calendar has let it go', () => {
    const expire: AppointmentCommand = { type: 'ExpireAppointment', data: { attempt: 1 } };
    given(appointmentSlice, requested(), held).when(expire, early).then(reject('appointment.not-now'));
    given(appointmentSlice, requested(), held)
      .when(expire, { at: until })
      .then({ type: 'AppointmentLapsed', data: { attempt: 1, reason: 'expired', offeringId: id(1), start, end } });
    given(appointmentSlice, ...isConfirmed)
      .when(expire, { at: until })
      .then();
    given(appointmentSlice, requested(), held, confirming)
      .when({ type: 'RecordRefused', data: { attempt: 1, reason: 'calendar.hold-expired' } })
      .then({ type: 'AppointmentLapsed', data: { attempt: 1, reason: 'calendar.hold-expired', offeringId: id(1), start, end } });
  });
  it('moves when all have the other time, and gives its own back only then', () => {
    given(appointmentSlice, ...isConfirmed)
      .when({ type: 'RescheduleAppointment', data: { booking: other } }, early)
      .then(moving);
    given(appointmentSlice, ...isConfirmed, moving)
      .when({ type: 'RescheduleAppointment', data: { booking: other } }, early)
      .then(reject('appointment.moving-already'));
    const rescheduled: AppointmentEvent = { type: 'AppointmentRescheduled', data: { attempt: 2, start: other.start, end: other.end, hosts, from: start } };
    given(appointmentSlice, ...isConfirmed, moving)
      .when({ type: 'RecordKept', data: { attempt: 2, hosts } })
      .then(rescheduled);
    given(appointmentSlice, ...isConfirmed, moving, rescheduled)
      .when({ type: 'RecordFreed', data: { attempt: 1 } })
      .then({ type: 'AppointmentFreed', data: { attempt: 1, offeringId: id(1), start, end } });
    given(appointmentSlice, ...isConfirmed, moving)
      .when({ type: 'RecordRefused', data: { attempt: 2, reason: 'busy' } })
      .then({ type: 'AppointmentNotMoved', data: { attempt: 2, reason: 'busy' } });
  });
  it('is cancelled by the customer so many hours before, by staff at any time, and once', () => {
    const cancel: AppointmentCommand = { type: 'CancelAppointment', data: { reason: 'ill' } };
    const cancelled: AppointmentEvent = { type: 'AppointmentCancelled', data: { attempt: 1, reason: 'ill' } };
    const late = { at: '2026-03-02T00:00:00.000Z' };
    given(appointmentSlice, ...isConfirmed)
      .when(cancel, { ...early, ...patient })
      .then(cancelled);
    given(appointmentSlice, ...isConfirmed)
      .when(cancel, { ...late, ...patient })
      .then(reject('appointment.too-late', { hours: 24 }));
    given(appointmentSlice, ...isConfirmed)
      .when(cancel, late)
      .then(cancelled);
    given(appointmentSlice, ...isConfirmed, cancelled)
      .when(cancel, late)
      .then();
  });
  it('whose customer came is fulfilled; who missed it did so only after it began', () => {
    given(appointmentSlice, ...isConfirmed)
      .when({ type: 'CheckInAppointment', data: {} })
      .then({ type: 'AppointmentCheckedIn', data: {} });
    given(appointmentSlice, ...isConfirmed, { type: 'AppointmentCheckedIn', data: {} })
      .when({ type: 'FulfilAppointment', data: {} })
      .then({ type: 'AppointmentFulfilled', data: {} });
    given(appointmentSlice, ...isConfirmed)
      .when({ type: 'MarkNoShow', data: {} }, early)
      .then(reject('appointment.not-begun'));
    given(appointmentSlice, ...isConfirmed)
      .when({ type: 'MarkNoShow', data: {} }, { at: start })
      .then({ type: 'AppointmentNoShow', data: {} });
  });
  it('that does not exist, or is over, takes no command', () => {
    given(appointmentSlice).when({ type: 'CancelAppointment', data: {} }).then(reject('appointment.unknown'));
    given(appointmentSlice, ...isConfirmed, { type: 'AppointmentNoShow', data: {} })
      .when({ type: 'CancelAppointment', data: {} })
      .then(reject('appointment.not-now', { status: 'no-show' }));
  });
  it('is resumed only while something is left to do', () => {
    given(appointmentSlice, requested())
      .when({ type: 'ResumeAppointment', data: {} })
      .then({ type: 'AppointmentResumed', data: { attempt: 1 } });
    given(appointmentSlice, ...isConfirmed)
      .when({ type: 'ResumeAppointment', data: {} })
      .then();
  });
});
