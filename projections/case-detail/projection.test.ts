import { spec } from '#infra/testing/spec.ts';
import { given, makeLog, staff } from '#infra/testing/views.ts';
import * as assert from 'uvu/assert';
import { caseDetail } from './projection.ts';

const CASE = '0190d0c0-0000-7000-8000-000000000040';
const stream = `case-${CASE}`;
const opened = { stream, type: 'CaseOpened', data: { patientId: CASE, procedure: { code: '1', text: 'sleeve' } } };

spec('view case-detail', (it) => {
  it('tells the road so far: who entered which stage when, and what was passed over and why', () => {
    const events = makeLog().write(
      opened,
      { stream, type: 'CaseStageEntered', data: { from: 'lead', to: 'offer' }, at: '2026-03-05T00:00:00.000Z' },
      { stream, type: 'CaseStageSkipped', data: { from: 'offer', to: 'preop', reason: 'local patient' } },
    );
    const stages = given(caseDetail, events).row(CASE)!.stages;
    assert.equal(
      stages.map(({ stage, skipped }) => [stage, skipped ?? false]),
      [
        ['lead', false],
        ['offer', false],
        ['deposit', true],
        ['travel', true],
        ['arrival', true],
        ['preop', false],
      ],
    );
    assert.equal([stages[1]?.enteredAt, stages[1]?.by, stages[2]?.reason?.field], ['2026-03-05T00:00:00.000Z', staff, 'reason']);
  });

  it('keeps the doctor’s evaluation, and why a case stands still until it goes on', () => {
    const events = makeLog().write(
      opened,
      { stream, type: 'CaseStageEntered', data: { from: 'review', to: 'offer', evaluation: { decision: 'eligible' } } },
      { stream, type: 'CaseHeld', data: { reason: 'flu' } },
      { stream, type: 'CaseResumed', data: { reason: 'well' } },
    );
    const at = (n: number) => given(caseDetail, events.slice(0, n)).row(CASE);
    assert.equal([at(3)?.evaluation?.event, at(3)?.statusReason?.event, at(4)?.statusReason], [events[1]!.id, events[2]!.id, null]);
  });
});
