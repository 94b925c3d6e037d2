import { spec } from '#infra/testing/spec.ts';
import { agent, given, makeLog, staff } from '#infra/testing/views.ts';
import * as assert from 'uvu/assert';
import { recommendationList } from './projection.ts';

const ID = '0190d0c0-0000-7000-8000-000000000050';
const stream = `recommendation-${ID}`;
const about = { caseId: ID, patientId: ID, level: 'red' };
const fixed = {
  rule: 'PRE-A1C',
  version: '1',
  title: { tr: 'Şeker', en: 'Sugar' },
  missing: [],
  actions: [],
  evidence: [],
  inputEventIds: [ID],
  wording: 'template',
};
const issued = { stream, type: 'RecommendationIssued', data: { ...about, ...fixed, text: { tr: 'x', en: 'x' }, items: [], basis: 'h' }, by: agent };
const decided = (type: string, data: object) => ({ stream, type: `Recommendation${type}`, data: { ...about, ...data }, at: '2026-03-06T00:00:00.000Z' });

spec('view recommendation-list', (it) => {
  it('shows what a rule found, with the findings sealed', () => {
    const row = given(recommendationList, makeLog().write(issued)).row(ID);
    assert.equal([row?.status, row?.level, row?.rule, row?.text.field, row?.items.field, row?.decidedBy], ['open', 'red', 'PRE-A1C', 'text', 'items', null]);
  });

  it('shows who decided what, and keeps the words sealed', () => {
    const status = (type: string, data: object) => given(recommendationList, makeLog().write(issued, decided(type, data))).row(ID);
    assert.equal(
      [
        status('Accepted', {})?.status,
        status('Accepted', {})?.decision,
        status('Rejected', { reason: 'no' })?.status,
        status('Expired', { reason: 'stale' })?.expiry,
      ],
      ['accepted', null, 'rejected', 'stale'],
    );
    const edited = status('Edited', { text: 'better', reason: 'clearer' });
    assert.equal([edited?.decision?.text?.field, edited?.decision?.reason?.field, edited?.decidedBy], ['text', 'reason', staff]);
    assert.is(edited?.decidedAt?.toISOString(), '2026-03-06T00:00:00.000Z');
  });
});
