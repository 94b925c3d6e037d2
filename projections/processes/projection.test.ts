import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { processes } from '#domain/processes.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { processesFold } from './projection.ts';

const [CASE, PAYMENT] = ['0190d0c0-0000-7000-8000-000000000040', '0190d0c0-0000-7000-8000-000000000041'];
const asked = { patientId: PAYMENT, paymentId: PAYMENT, amount: 1, currency: 'EUR', until: '2026-02-01T00:00:00.000Z' };
const on = (stream: string, type: string, data: object = {}) => ({ stream, type, data });
const row = (id: string, ...written: ReturnType<typeof on>[]) => given(processesFold, makeLog().write(...written)).row(id);
const deposit = `deposit-${CASE}`;

spec('view processes', (it) => {
  it('names only events there are, and each in one process', () => {
    const known = new Set(slices.flatMap(({ events }) => Object.keys(events)));
    const named = processes.flatMap(({ steps, ends }) => [...Object.keys(steps), ...Object.keys(ends)]);
    assert.equal(
      named.filter((type) => !known.has(type)),
      [],
    );
    assert.is(new Set(named).size, named.length);
    assert.is(new Set(processes.map(({ name }) => name)).size, processes.length);
  });
  it('tells what runs, its last step, and by when it has to go on', () => {
    const found = row(`deposit ${CASE}`, on(deposit, 'DepositExpected', { currency: 'EUR', total: 5 }), on(deposit, 'DepositAsked', asked))!;
    assert.equal([found.status, found.step, found.stuckAt?.toISOString()], ['running', 'DepositAsked', '2026-02-01T00:05:00.000Z']);
    assert.equal([found.caseId, found.patientId, found.slice, found.streamId], [CASE, PAYMENT, 'deposit', CASE]);
  });
  it('it ends completed or compensated, and begins anew', () => {
    const paid = on(deposit, 'DepositPaid', { paymentId: PAYMENT, amount: 1 });
    const [used, settled] = ['DepositUsed', 'DepositSettled'].map(
      (type) => row(`deposit ${CASE}`, on(deposit, 'DepositAsked', asked), paid, on(deposit, type))!,
    );
    assert.equal([used!.status, used!.stuckAt, settled!.status], ['completed', null, 'compensated']);
    const again = row(`deposit ${CASE}`, on(deposit, 'DepositAsked', asked), paid, on(deposit, 'DepositUsed'), on(deposit, 'DepositResumed'))!;
    assert.equal([again.status, again.opened > used!.opened], ['running', true]);
    assert.is(row(`deposit ${CASE}`, on(deposit, 'DepositSettled')), undefined);
  });
  it('several on one stream are told apart', () => {
    const followup = `followup-${CASE}`;
    const due = (checkIn: string) => on(followup, 'CheckInDue', { patientId: PAYMENT, checkIn, since: asked.until });
    const written = [due('day-1'), due('day-3'), on(followup, 'CheckInRecorded', { patientId: PAYMENT, checkIn: 'day-1', worry: 'none', findings: {} })];
    assert.equal([row(`check-in ${CASE} day-1`, ...written)?.status, row(`check-in ${CASE} day-3`, ...written)?.status], ['completed', 'running']);
  });
});
