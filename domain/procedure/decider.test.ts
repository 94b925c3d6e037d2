import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { ProcedureEvent } from './messages.ts';
import { procedureSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const started: ProcedureEvent = { type: 'ProcedureStarted', data: { patientId: id(1), clearanceId: id(2) } };
const done = { endedAt: '2026-01-02T02:00:00.000Z', note: { performed: 'sleeve', anaesthesia: 'general', team: ['Dr X'] } };
const completed: ProcedureEvent = { type: 'ProcedureCompleted', data: done };
const papers = { summary: 'well', programme: 'standard', checkIns: [{ checkIn: 'day-1', at: '2026-01-03T02:00:00.000Z' }] };

spec('procedure', (it) => {
  it('starts only on a clearance that stands, and once', () => {
    given(procedureSlice)
      .when({ type: 'StartProcedure', data: { patientId: id(1) } })
      .then(reject('procedure.not-cleared'));
    given(procedureSlice)
      .when({ type: 'StartProcedure', data: { patientId: id(1), clearanceId: id(2) } })
      .then(started);
    given(procedureSlice, started)
      .when({ type: 'StartProcedure', data: { patientId: id(1), clearanceId: id(2) } })
      .then(reject('procedure.already-started'));
  });
  it('is completed once, with a note, and never ahead of time', () => {
    given(procedureSlice, started).when({ type: 'CompleteProcedure', data: done }).then(completed);
    given(procedureSlice, started)
      .when({ type: 'CompleteProcedure', data: { ...done, endedAt: '2026-01-02T04:00:00.000Z' } })
      .then(reject('procedure.in-future'));
    given(procedureSlice, started, completed).when({ type: 'CompleteProcedure', data: done }).then(reject('procedure.not-now'));
  });
  it('a patient is discharged after it, with a follow-up', () => {
    given(procedureSlice, started).when({ type: 'DischargePatient', data: papers }).then(reject('procedure.not-now'));
    given(procedureSlice, started, completed)
      .when({ type: 'DischargePatient', data: papers })
      .then({ type: 'PatientDischarged', data: { patientId: id(1), ...papers } });
  });
  it('an implant is recorded with its serial while or after operating', () => {
    const implant = { device: 'stem', maker: 'X', serial: 'S1' };
    for (const events of [[started], [started, completed]])
      given(procedureSlice, ...events)
        .when({ type: 'RecordImplant', data: { implant } })
        .then({ type: 'ImplantRecorded', data: { implant } });
    given(procedureSlice).when({ type: 'RecordImplant', data: { implant } }).then(reject('procedure.unknown'));
  });
});
