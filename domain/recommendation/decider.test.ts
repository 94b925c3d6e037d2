import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import { DECIDERS } from './decider.ts';
import type { Level, RecommendationEvent } from './messages.ts';
import { LEVELS } from './messages.ts';
import { recommendationSlice as recommendation } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const about = (level: Level) => ({ caseId: id(1), patientId: id(2), level });
const text = { tr: 'metin', en: 'text' };
const finding = (level: Level) => ({
  ...about(level),
  ...{ rule: 'PRE-VKA', version: '1', title: text, missing: [], actions: [], evidence: [], inputEventIds: [id(3)], wording: 'template' as const },
  ...{ text, items: [{ code: 'warfarin', label: text, eventIds: [id(3)] }], basis: 'sha256:1' },
});
const issued = (level: Level): RecommendationEvent => ({ type: 'RecommendationIssued', data: finding(level) });
const accepted = (level: Level): RecommendationEvent => ({ type: 'RecommendationAccepted', data: about(level) });
const accept = { type: 'AcceptRecommendation', data: {} } as const;

spec('recommendation', (it) => {
  it('a finding is issued once; the same again changes nothing, even after a decision', () => {
    given(recommendation)
      .when({ type: 'IssueRecommendation', data: finding('red') })
      .then(issued('red'));
    given(recommendation, issued('red'))
      .when({ type: 'IssueRecommendation', data: finding('red') })
      .then();
    given(recommendation, issued('red'), accepted('red'))
      .when({ type: 'IssueRecommendation', data: finding('red') })
      .then();
  });
  it('each level is decided by the roles of its table and by no other', () => {
    for (const level of LEVELS)
      for (const role of ['doctor', 'anaesthetist', 'nurse', 'coordinator', 'admin'] as const) {
        const may = DECIDERS[level].includes(role);
        given(recommendation, issued(level))
          .when(accept, { by: as(role) })
          .then(may ? accepted(level) : reject('recommendation.role-may-not'));
      }
  });
  it('an agent or the system decides nothing, whatever role it claims', () => {
    for (const kind of ['agent', 'system', 'device', 'patient'] as const)
      given(recommendation, issued('info'))
        .when(accept, { by: as('doctor', kind) })
        .then(reject('recommendation.role-may-not'));
  });
  it('editing records the new text and why; rejecting records why', () => {
    given(recommendation, issued('amber'))
      .when({ type: 'EditRecommendation', data: { text: 'Stop 5 days before', reason: 'renal function' } })
      .then({ type: 'RecommendationEdited', data: { ...about('amber'), text: 'Stop 5 days before', reason: 'renal function' } });
    given(recommendation, issued('amber'))
      .when({ type: 'RejectRecommendation', data: { reason: 'drug stopped' } })
      .then({ type: 'RecommendationRejected', data: { ...about('amber'), reason: 'drug stopped' } });
  });
  it('a recommendation is decided once', () => {
    for (const command of [
      accept,
      { type: 'RejectRecommendation', data: { reason: 'x' } },
      { type: 'ExpireRecommendation', data: { reason: 'stale' } },
    ] as const)
      given(recommendation, issued('red'), accepted('red')).when(command).then(reject('recommendation.already-decided'));
  });
  it('an open recommendation expires, and is then past deciding', () => {
    const expired: RecommendationEvent = { type: 'RecommendationExpired', data: { ...about('red'), reason: 'superseded' } };
    given(recommendation, issued('red'))
      .when({ type: 'ExpireRecommendation', data: { reason: 'superseded' } }, { by: as('preop', 'agent') })
      .then(expired);
    given(recommendation, issued('red'), expired)
      .when(accept)
      .then(reject('recommendation.already-decided', { status: 'expired' }));
  });
  it('nothing is decided about an unknown recommendation', () => given(recommendation).when(accept).then(reject('recommendation.unknown')));
});
