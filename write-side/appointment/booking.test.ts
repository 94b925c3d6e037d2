import * as assert from 'uvu/assert';
import { ADA, BORA, CAN, give, holdsIn, makeSalonCalls, NOW, openSalon, ROOM, SALON, SERVICE, SLICES, type Terms, uuid, wish } from '#infra/testing/booking.ts';
import { makeMemoryStore, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { houseOf } from '#write-side/calendar/streams.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';

async function salon(terms: Terms = {}) {
  const store = makeMemoryStore();
  const clock = { now: NOW };
  const now = () => new Date(clock.now);
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices: SLICES, now });
  await openSalon(dispatch, terms);
  const call = makeSalonCalls({ dispatch, store, now });
  const book = (time: string, more: object = {}, who: Parameters<typeof call>[2] = {}) => call('POST /api/appointments', wish(time, more), who);
  return { store, dispatch, call, book, clock };
}
type Answered = { status: number; body: Record<string, unknown> };
const told = ({ status, body }: Answered) => {
  const reason = body['reason'] as { reason?: string } | undefined;
  return [status, body['code'] ?? body['status'], ...(reason?.reason ? [reason.reason] : [])].join(' ');
};
const leave = { type: 'BlockTime', data: { blockId: uuid(70), kind: 'leave', from: '2026-03-02T06:00:00.000Z', to: '2026-03-02T14:00:00.000Z' } };

spec('booking over its endpoints', (it) => {
  it('answers who has the time, in local time, and a code to quote', async () => {
    const { body, status, headers } = await (await salon()).book('10:00');
    assert.equal([status, body['status'], body['start'], body['staff_ids']], [201, 'confirmed', '2026-03-02T07:00:00.000Z', [ADA]]);
    assert.match(String(body['confirmation_code']), /^[A-Z2-9]{6}$/);
    assert.is(headers?.['Location'], `/api/appointments/${String(body['id'])}`);
  });
  it('says why a time is closed', async () => {
    const { book, dispatch } = await salon({ rules: { notice: 60 } });
    assert.is(told(await book('08:30')), '409 appointment.closed notice');
    assert.is(told(await book('17:00')), '409 appointment.closed hours');
    assert.is(told(await book('10:10')), '409 appointment.closed alignment');
    assert.is(told(await book('10:00', { date: '2026-06-01' })), '409 appointment.closed horizon');
    await give(dispatch, 'schedule', ADA, leave);
    assert.is(told(await book('10:00')), '409 appointment.closed leave');
    await give(dispatch, 'schedule', houseOf(SALON), { ...leave, data: { ...leave.data, kind: 'holiday' } });
    assert.is(told(await book('10:00')), '409 appointment.closed holiday');
  });
  it('a colleague on leave is not asked, and only who was asked for', async () => {
    const { book, dispatch } = await salon({ staff: [ADA, BORA, CAN] });
    await give(dispatch, 'schedule', ADA, leave);
    assert.equal((await book('10:00')).body['staff_ids'], [BORA]);
    assert.equal((await book('10:00', { staff_ids: [CAN] })).body['staff_ids'], [CAN]);
    assert.is(told(await book('10:00', { staff_ids: [CAN] })), '409 appointment.no-time busy');
  });
  it('keeps a time for a while, and confirms it in time', async () => {
    const { book, call, clock } = await salon();
    const kept = await book('10:00', { confirm: false });
    assert.equal([kept.body['status'], kept.body['held_until']], ['pending', '2026-03-02T05:10:00.000Z']);
    assert.is(told(await book('10:00')), '409 appointment.no-time held');
    clock.now = '2026-03-02T05:09:00.000Z';
    assert.is(told(await call('POST /api/appointments/{id}/confirm', {}, { id: String(kept.body['id']) })), '200 confirmed');
    assert.is(told(await book('10:00')), '409 appointment.no-time busy');
  });
  it('a kept time that ran out is another’s, and cannot be confirmed', async () => {
    const { book, call, clock } = await salon();
    const kept = await book('10:00', { confirm: false });
    clock.now = '2026-03-02T05:10:00.000Z';
    assert.is((await book('10:00')).status, 201);
    assert.is(told(await call('POST /api/appointments/{id}/confirm', {}, { id: String(kept.body['id']) })), '409 appointment.hold-expired');
  });
  it('leave that came after a hold, and a new price, stop its confirmation', async () => {
    const { book, call, dispatch } = await salon();
    const id = String((await book('10:00', { confirm: false })).body['id']);
    await give(dispatch, 'schedule', ADA, leave);
    assert.is(told(await call('POST /api/appointments/{id}/confirm', {}, { id })), '409 appointment.closed leave');
    await give(dispatch, 'schedule', ADA, { type: 'UnblockTime', data: { blockId: uuid(70) } });
    await give(dispatch, 'offering', SERVICE, { type: 'PriceOffering', data: { price: { amount: 1, currency: 'TRY', taxRate: 0 } } });
    assert.is(told(await call('POST /api/appointments/{id}/confirm', {}, { id })), '409 appointment.price-changed');
  });
  it('a consent to the treatment that was taken back after a hold stops its confirmation, until it is given again', async () => {
    const { book, call, dispatch } = await salon();
    const [caseId, patient] = [uuid(80), uuid(81)];
    await give(dispatch, 'case', caseId, { type: 'OpenCase', data: { patientId: patient, procedure: { code: '1', text: 'x' } } });
    const id = String((await book('10:00', { confirm: false, case_id: caseId })).body['id']);
    const confirm = async () => told(await call('POST /api/appointments/{id}/confirm', {}, { id }));
    const consent = (type: string, data: object) => give(dispatch, 'consent', patient, { type, data });
    await consent('AcknowledgeNotice', { text: 'v1', language: 'tr' });
    const grant = (n: number) => consent('GrantTreatmentConsent', { caseId, consentId: uuid(n), language: 'tr', procedure: { code: '1', text: 'x' } });
    await grant(82);
    await consent('WithdrawTreatmentConsent', { caseId, reason: 'afraid' });
    assert.is(await confirm(), '409 appointment.closed consent-withdrawn');
    await grant(83);
    assert.is(await confirm(), '200 confirmed');
  });
  it('limits a day and a week, by local date', async () => {
    const { book } = await salon({ schedules: { [ADA]: { kind: 'staff', perDay: 2, perWeek: 3 } } });
    for (const time of ['10:00', '11:00']) assert.is((await book(time)).status, 201);
    assert.is(told(await book('12:00')), '409 appointment.no-time busy');
    assert.is((await book('12:00', { date: '2026-03-03' })).status, 201);
    assert.is(told(await book('12:00', { date: '2026-03-04' })), '409 appointment.no-time busy');
    assert.is((await book('12:00', { date: '2026-03-09' })).status, 201);
  });
  it('moves by less than its own length, since it does not stand in its own way', async () => {
    const { book, call, store } = await salon();
    const id = String((await book('10:00')).body['id']);
    const moved = await call('PUT /api/appointments/{id}', { date: '2026-03-02', time: '10:15' }, { id, roles: ['coordinator'] });
    assert.equal([moved.status, moved.body['start']], [200, '2026-03-02T07:15:00.000Z']);
    await book('10:45');
    assert.is(told(await call('PUT /api/appointments/{id}', { date: '2026-03-02', time: '10:30' }, { id })), '409 appointment.no-time busy');
    assert.is(holdsIn(store.log, NOW).length, 4);
  });
  it('a cancelled time can be booked again', async () => {
    const { book, call } = await salon();
    const id = String((await book('10:00')).body['id']);
    assert.is((await call('DELETE /api/appointments/{id}', {}, { id, query: { reason: 'ill' } })).body['status'], 'cancelled');
    assert.is((await book('10:00')).status, 201);
  });
  it('needs as many hosts as the service says, and gives none back half', async () => {
    const { book, store } = await salon({ staff: [ADA, BORA, CAN], rules: { hosts: 2 } });
    assert.is((await book('10:00')).status, 201);
    assert.is(told(await book('10:00')), '409 appointment.no-time busy');
    assert.is(holdsIn(store.log, NOW).filter((hold) => !hold.startsWith('100')).length, 2);
  });
  it('an agent’s customer is one contact by phone number, however it is written; a patient is themselves', async () => {
    const { book, store, call } = await salon();
    const customerOf = (answer: Answered) => (store.log.find((e) => e.stream.id === answer.body['id'])!.data as { customerId: string }).customerId;
    const first = await book('10:00', { customer: { name: 'Ayşe', phone: '+90 (555) 000' } });
    assert.is(customerOf(first), customerOf(await book('11:00', { customer: { name: 'A.', phone: '0090555000' } })));
    await store.append({ tenant: SALON, slice: 'patient', id: uuid(80) }, [{ ...store.log[0]!, id: 'x', meta: store.log[0]!.meta }], 'any');
    const own = await book('12:00', { customer: undefined, patient_id: uuid(81) }, { roles: ['patient'], patientId: uuid(80) });
    assert.is(customerOf(own), uuid(80));
    const foreign = call('DELETE /api/appointments/{id}', {}, { id: String(first.body['id']), roles: ['patient'], patientId: uuid(80) });
    assert.is(
      await foreign.then(
        () => '',
        (e: { code: string }) => e.code,
      ),
      'appointment.unknown',
    );
  });
  it('a name, a number and notes stand sealed in the log', async () => {
    const { book, store } = await salon();
    await book('10:00', { customer: { name: 'Zzyzxqvist', phone: '+90555' }, notes: 'Zzyzxqvist' });
    assert.not.match(JSON.stringify(store.log.map(({ data }) => data)), /Zzyzxqvist/);
  });
  it('a room with its own hours closes a time that the staff could', async () => {
    const { book } = await salon({ needs: [ROOM], schedules: { [ROOM]: { kind: 'room', name: 'A', weekly: [{ weekday: 1, from: '12:00', to: '13:00' }] } } });
    assert.is(told(await book('10:00')), '409 appointment.closed hours');
    assert.is((await book('12:00')).status, 201);
  });
});
