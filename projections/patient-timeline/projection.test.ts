import { spec } from '#infra/testing/spec.ts';
import { agent, given, makeLog } from '#infra/testing/views.ts';
import * as assert from 'uvu/assert';
import { patientTimeline } from './projection.ts';

const PATIENT = '0190d0c0-0000-7000-8000-000000000020';
const THING = '0190d0c0-0000-7000-8000-000000000030';
const recorded = (type: string, more = {}) => ({
  stream: `patient-${PATIENT}`,
  type,
  data: { resourceId: THING, fingerprint: 'cd'.repeat(16), resource: { resourceType: 'Observation' }, ...more },
});

spec('view patient-timeline', (it) => {
  it('orders a clinical fact by when it happened, which is all it shows openly', () => {
    const events = makeLog().write(recorded('ObservationRecorded', { effectiveAt: '2011-09-22T19:08:38.000Z' }));
    const row = given(patientTimeline, events).row(`Observation/${PATIENT}/${THING}`);
    assert.equal([row?.occurredAt.toISOString(), row?.patientId, row?.itemId, row?.content?.field], ['2011-09-22T19:08:38.000Z', PATIENT, THING, 'resource']);
  });

  it('falls back to the time of recording when the source gives none', () => {
    const row = given(patientTimeline, makeLog().write(recorded('ObservationRecorded'))).row(`Observation/${PATIENT}/${THING}`);
    assert.is(row?.occurredAt.toISOString(), '2026-03-04T05:06:07.000Z');
  });

  it('replaces an amended fact, and keeps two kinds with the same id apart', () => {
    const events = makeLog().write(recorded('ObservationRecorded'), recorded('ObservationAmended'), recorded('ConditionRecorded'));
    const of = (kind: string) => given(patientTimeline, events).row(`${kind}/${PATIENT}/${THING}`);
    assert.equal([of('Observation')?.revision, of('Condition')?.revision], [1, 2]);
  });

  it('follows a case and a recommendation of the patient', () => {
    const about = { caseId: THING, patientId: PATIENT, level: 'red' };
    const events = makeLog().write(
      { stream: `case-${THING}`, type: 'CaseOpened', data: { patientId: PATIENT, procedure: { code: '1', text: 'sleeve' } } },
      { stream: `case-${THING}`, type: 'CaseStageEntered', data: { from: 'lead', to: 'intake' } },
      { stream: `recommendation-${THING}`, type: 'RecommendationIssued', data: { ...about, title: { tr: 'Kan', en: 'Blood' } }, by: agent },
      { stream: `recommendation-${THING}`, type: 'RecommendationRejected', data: { ...about, reason: 'no' } },
    );
    const row = (kind: string) => given(patientTimeline, events).row(`${kind}/${THING}`);
    assert.equal([row('Case')?.status, row('Case')?.patientId], ['intake', PATIENT]);
    assert.equal([row('Recommendation')?.status, row('Recommendation')?.title?.en, row('Recommendation')?.actor], ['rejected', 'Blood', agent]);
  });
});
