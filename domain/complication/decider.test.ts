import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import { type ComplicationEvent, GRADES } from './messages.ts';
import { complicationSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const about = { caseId: id(1), patientId: id(2) };
const facts = { onset: '2026-01-01T00:00:00.000Z', description: 'bleeding' };
const reported: ComplicationEvent = { type: 'ComplicationReported', data: { ...about, ...facts, reportedAt: '2026-01-02T03:04:05.000Z' } };
const graded: ComplicationEvent = { type: 'ComplicationGraded', data: { ...about, grade: { grade: 'II', disability: false } } };
const told: ComplicationEvent = { type: 'InsurerNotified', data: { ...about, policyId: id(3) } };

spec('complication', (it) => {
  it('is reported once, and not before it began', () => {
    given(complicationSlice)
      .when({ type: 'ReportComplication', data: { ...about, ...facts } })
      .then(reported);
    given(complicationSlice, reported)
      .when({ type: 'ReportComplication', data: { ...about, ...facts } })
      .then(reject('complication.already-reported'));
    given(complicationSlice)
      .when({ type: 'ReportComplication', data: { ...about, ...facts, onset: '2027-01-01T00:00:00.000Z' } })
      .then(reject('complication.in-future'));
  });
  it('a doctor grades it by Clavien-Dindo, as often as it changes; nobody else does', () => {
    for (const grade of GRADES) {
      const data = { grade: { grade, disability: true } };
      given(complicationSlice, reported, graded)
        .when({ type: 'GradeComplication', data })
        .then({ type: 'ComplicationGraded', data: { ...about, ...data } });
      for (const by of [as('nurse'), as('doctor', 'agent')])
        given(complicationSlice, reported).when({ type: 'GradeComplication', data }, { by }).then(reject('complication.doctor-grades'));
    }
  });
  it('is resolved once it was graded', () => {
    given(complicationSlice, reported)
      .when({ type: 'ResolveComplication', data: { outcome: 'well' } })
      .then(reject('complication.not-graded'));
    given(complicationSlice, reported, graded)
      .when({ type: 'ResolveComplication', data: { outcome: 'well' } })
      .then({ type: 'ComplicationResolved', data: { ...about, outcome: 'well' } });
  });
  it('an insurer is told once; untold after an hour, somebody has to look', () => {
    const warn = { type: 'WarnOfInsurerNotice', data: {} } as const;
    const late = { at: '2026-01-02T04:04:05.000Z' };
    given(complicationSlice, reported)
      .when({ type: 'RecordInsurerNotice', data: { policyId: id(3) } })
      .then(told);
    given(complicationSlice, reported, told)
      .when({ type: 'RecordInsurerNotice', data: { policyId: id(3) } })
      .then();
    given(complicationSlice, reported).when(warn).then(reject('complication.not-due'));
    given(complicationSlice, reported).when(warn, late).then({ type: 'InsurerNoticeOverdue', data: about });
    given(complicationSlice, reported, told).when(warn, late).then();
  });
});
