import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import * as assert from 'uvu/assert';
import { caseList } from './projection.ts';

const CASE = '0190d0c0-0000-7000-8000-000000000040';
const stream = `case-${CASE}`;
const opened = { stream, type: 'CaseOpened', data: { patientId: CASE, procedure: { code: '1', text: 'sleeve' } } };
const found = (n: number, type: string, level: string) => ({ stream: `recommendation-r${n}`, type, data: { caseId: CASE, patientId: CASE, level } });

spec('view case-list', (it) => {
  it('follows stage and status', () => {
    const events = makeLog().write(
      opened,
      { stream, type: 'CaseStageEntered', data: { from: 'lead', to: 'intake' } },
      { stream, type: 'CaseHeld', data: { reason: 'ill' } },
      { stream, type: 'CaseResumed', data: { reason: 'well' } },
      { stream, type: 'CaseClosed', data: { reason: 'done' } },
      { stream, type: 'CaseReopened', data: { stage: 'followup', reason: 'pain' } },
    );
    const at = (n: number) => given(caseList, events.slice(0, n)).row(CASE);
    assert.equal(
      [1, 2, 3, 4, 5, 6].map((n) => [at(n)?.stage, at(n)?.status]),
      [
        ['lead', 'active'],
        ['intake', 'active'],
        ['intake', 'onHold'],
        ['intake', 'active'],
        ['closed', 'closed'],
        ['followup', 'active'],
      ],
    );
  });

  it('knows which recommendations wait for a decision, without moving the revision of the case', () => {
    const events = makeLog().write(
      opened,
      found(1, 'RecommendationIssued', 'red'),
      found(2, 'RecommendationIssued', 'amber'),
      found(1, 'RecommendationAccepted', 'red'),
    );
    const row = given(caseList, events).row(CASE);
    assert.equal([row?.undecided, row?.revision, row?.position], [{ r2: 'amber' }, 0, 400n]);
  });

  it('ignores a recommendation for a case nobody opened', () => {
    assert.is(given(caseList, makeLog().write(found(1, 'RecommendationIssued', 'red'))).row(CASE), undefined);
  });
});
