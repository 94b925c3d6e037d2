import * as assert from 'uvu/assert';
import { isSealed } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { appointmentList } from './projection.ts';

const uuid = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const [start, end, until, other] = ['2026-03-02T10:00:00.000Z', '2026-03-02T10:30:00.000Z', '2026-03-01T00:10:00.000Z', '2026-03-03T10:00:00.000Z'];
const event = (type: string, data: object = {}) => ({ stream: `appointment-${uuid(1)}`, type, data });
const booking = { start, end, until, all: [], anyOf: [], hosts: 1 };
const requested = event('AppointmentRequested', {
  ...{ offeringId: uuid(2), customerId: uuid(3), code: 'ABC234', cancellationHours: 0, approval: false, attempt: 1, booking, confirm: false },
  ...{ customer: { name: 'Ayşe' }, notes: 'knee' },
});
const time = { attempt: 1, start, end, hosts: [uuid(4)] };

spec('view appointment-list', (it) => {
  it('follows an appointment from request to its end', () => {
    const events = makeLog().write(
      requested,
      event('AppointmentHeld', { ...time, until }),
      event('AppointmentConfirming', { attempt: 1 }),
      event('AppointmentConfirmed', time),
      event('AppointmentMoving', { attempt: 2, booking: { ...booking, start: other } }),
      event('AppointmentRescheduled', { ...time, attempt: 2, start: other, from: start }),
      event('AppointmentCancelled', { attempt: 2, reason: 'ill' }),
    );
    const at = (n: number) => given(appointmentList, events.slice(0, n)).row(uuid(1))!;
    assert.equal(
      [1, 2, 3, 4, 5, 6, 7].map((n) => [at(n).status, at(n).moving, at(n).start.toISOString(), at(n).until?.toISOString()]),
      [
        ['requested', false, start, until],
        ['held', false, start, until],
        ['confirming', false, start, until],
        ['confirmed', false, start, undefined],
        ['confirmed', true, start, undefined],
        ['confirmed', false, other, undefined],
        ['cancelled', false, other, undefined],
      ],
    );
    assert.ok(isSealed(at(7).customer) && isSealed(at(7).notes) && isSealed(at(7).cancelReason));
    assert.equal([at(7).hosts, at(7).revision], [[uuid(4)], 6]);
  });
  it('says why nobody had time', () => {
    const events = makeLog().write(requested, event('AppointmentRefused', { attempt: 1, reason: 'busy' }));
    const row = given(appointmentList, events).row(uuid(1));
    assert.equal([row?.status, row?.reason, row?.until], ['refused', 'busy', null]);
  });
});
