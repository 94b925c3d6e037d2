import { reject } from '../kernel/decider.ts';
import { as, doctor, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import type { FindingCommand, FindingEvent } from './messages.ts';
import { findingSlice } from './slice.ts';

const data = {
  rule: 'SEC-BULK',
  version: '1',
  level: 'amber' as const,
  title: { tr: 'Çok kişi', en: 'Many people' },
  law: [],
  actorId: doctor.id,
  patientIds: [],
  count: 41,
  threshold: 40,
  from: '2026-01-02T00:00:00.000Z',
  to: '2026-01-02T01:00:00.000Z',
  inputEventIds: [],
};
const raised: FindingEvent = { type: 'FindingRaised', data };
const confirm: FindingCommand = { type: 'ConfirmFinding', data: { note: 'she said so' } };
const dismiss: FindingCommand = { type: 'DismissFinding', data: { note: 'on night duty' } };
const auditor = { by: { ...as('auditor'), id: '0190d0c0-0000-7000-8000-0000000000aa' } };
const about = { actorId: doctor.id };

spec('finding', (it) => {
  it('is raised once, however often it is noticed', () => {
    given(findingSlice).when({ type: 'RaiseFinding', data }).then(raised);
    given(findingSlice, raised).when({ type: 'RaiseFinding', data }).then();
    given(findingSlice, raised, { type: 'FindingDismissed', data: { ...about, note: 'on duty' } })
      .when({ type: 'RaiseFinding', data })
      .then();
  });
  it('is confirmed or dismissed by a person, once, with a reason', () => {
    given(findingSlice, raised)
      .when(confirm, auditor)
      .then({ type: 'FindingConfirmed', data: { ...about, note: 'she said so' } });
    given(findingSlice, raised)
      .when(dismiss, auditor)
      .then({ type: 'FindingDismissed', data: { ...about, note: 'on night duty' } });
    given(findingSlice, raised, { type: 'FindingConfirmed', data: { ...about, note: 'yes' } })
      .when(dismiss, auditor)
      .then(reject('finding.already-reviewed'));
    given(findingSlice).when(confirm, auditor).then(reject('finding.unknown'));
  });
  it('is judged by nobody it is about, and by no agent', () => {
    given(findingSlice, raised).when(dismiss, { by: doctor }).then(reject('finding.own-review'));
    given(findingSlice, raised)
      .when(dismiss, { by: { id: 'agent:compliance', kind: 'agent', role: 'agent' } })
      .then(reject('finding.own-review'));
  });
});
