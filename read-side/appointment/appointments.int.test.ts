import * as assert from 'uvu/assert';
import { ANNA, BORA, doctor, patient, uuid, startClinic } from '#infra/testing/clinic-log.ts';
import { spec } from '#infra/testing/spec.ts';
import type { ViewsHub } from '#infra/testing/views-hub.ts';

spec('appointments, as they are asked for', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  setup(async () => {
    hub = await startClinic();
  });
  teardown(() => hub.stop());

  it('shows open times, why others are closed, and appointments to whom they concern', async () => {
    const [SERVICE, DOC, APPOINTMENT] = [uuid(60), uuid(51), uuid(61)];
    const date = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const [start, end] = [`${date}T10:00:00.000Z`, `${date}T10:30:00.000Z`];
    const terms = { type: 'service', durationMinutes: 30, requiresAppointment: true, staffRequired: true, staffIds: [DOC], preparationMinutes: 0 };
    const time = { actor: DOC, period: date, party: APPOINTMENT, start, end, before: 0, after: 10, capacity: 1 };
    const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '10:00', to: '11:30' }));
    const asked = { offeringId: SERVICE, customerId: ANNA, code: 'ABC234', cancellationHours: 24, approval: false, confirm: true, attempt: 1 };
    const booking = { start, end, until: end, all: [], anyOf: [{ actor: DOC, claims: [time] }], hosts: 1 };
    const stream = `appointment-${APPOINTMENT}`;
    hub.log.write(
      {
        stream: `offering-${SERVICE}`,
        type: 'OfferingDefined',
        data: { name: 'Consultation', terms: { ...terms, cleanupMinutes: 10, maxConcurrent: 5, bookingAdvanceDays: 30, cancellationHours: 24 } },
      },
      { stream: `schedule-${DOC}`, type: 'AvailabilitySet', data: { kind: 'staff', weekly, overrides: [], capacity: 1, weight: 1 } },
      { stream: `calendar-${uuid(62)}`, type: 'HoldPlaced', data: { holdId: uuid(63), ...time, until: end } },
      { stream, type: 'AppointmentRequested', data: { ...asked, booking, customer: { name: 'Ada Howe', phone: '+90555' }, notes: 'knee' } },
      { stream, type: 'AppointmentConfirmed', data: { attempt: 1, start, end, hosts: [DOC] } },
    );
    assert.ok(await hub.level());
    type Times = { slots: { time: string; staff_ids: string[] }[]; closed: { time: string; reason: string; actor: string }[] };
    const { slots, closed } = await hub.get<Times>(doctor, `/api/appointments/availability?offering_id=${SERVICE}&date=${date}&explain=true`);
    assert.equal(
      slots.map(({ time, staff_ids }) => [time, staff_ids]),
      ['10:45', '11:00'].map((t) => [t, [DOC]]),
    );
    assert.equal(
      closed.map(({ time, reason, actor }) => [time, reason, actor]),
      [
        ['10:00', 'held', DOC],
        ['10:15', 'held', DOC],
        ['10:30', 'buffer', DOC],
      ],
    );
    type Shown = { id: string; status: string; customer_name: unknown; scheduled_time: string; notes: unknown };
    const own = await hub.get<{ items: Shown[] }>(patient, '/api/appointments?status=confirmed');
    assert.equal(
      own.items.map(({ id, status, customer_name, scheduled_time }) => [id, status, customer_name, scheduled_time]),
      [[APPOINTMENT, 'confirmed', 'Ada Howe', '10:00']],
    );
    assert.equal((await hub.get<Shown>({ roles: ['finance'] }, `/api/appointments/${APPOINTMENT}`)).notes, { absent: 'REDACTED' });
    assert.is(await hub.get({ ...patient, patientId: BORA }, `/api/appointments/${APPOINTMENT}`), 'not-found appointment.unknown');
    assert.equal(
      (await hub.get<{ items: { id: string }[] }>(doctor, '/api/schedules?kind=staff')).items.map(({ id }) => id),
      [DOC],
    );
  });
});
