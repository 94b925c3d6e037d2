import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import { consentKey } from './decider.ts';
import { type ConsentCommand, type ConsentEvent, PURPOSES } from './messages.ts';
import { consentSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const noticed: ConsentEvent = { type: 'NoticeAcknowledged', data: { text: 'v1', language: 'de' } };
const photos = { purpose: 'photos', text: 'v1', language: 'de' } as const;
const granted: ConsentEvent = { type: 'ConsentGranted', data: photos };
const until = '2026-06-01T00:00:00.000Z';
const treatment = { caseId: id(1), consentId: id(2), language: 'de', procedure: { code: '1', text: 'Sleeve' } };
const agreed: ConsentEvent = { type: 'TreatmentConsentGranted', data: treatment };

spec('consent', (it) => {
  it('nobody agrees to anything before the privacy notice was acknowledged', () => {
    given(consentSlice).when({ type: 'GrantConsent', data: photos }).then(reject('consent.notice-missing'));
    given(consentSlice).when({ type: 'GrantTreatmentConsent', data: treatment }).then(reject('consent.notice-missing'));
    given(consentSlice, noticed).when({ type: 'GrantConsent', data: photos }).then(granted);
  });
  it('a notice is acknowledged once for each version', () => {
    given(consentSlice, noticed).when({ type: 'AcknowledgeNotice', data: noticed.data }).then();
    const next = { text: 'v2', language: 'de' };
    given(consentSlice, noticed).when({ type: 'AcknowledgeNotice', data: next }).then({ type: 'NoticeAcknowledged', data: next });
  });
  it('withdrawing one purpose leaves the others', () => {
    const state = fold(consentSlice.decider, [
      noticed,
      granted,
      { type: 'ConsentGranted', data: { ...photos, purpose: 'research' } },
      { type: 'ConsentWithdrawn', data: { purpose: 'photos' } },
    ]);
    assert.equal(Object.keys(state.granted), ['research']);
  });
  it('what was never given is not withdrawn', () =>
    given(consentSlice, noticed)
      .when({ type: 'WithdrawConsent', data: { purpose: 'photos' } })
      .then());
  it('sharing names its recipient, and no other purpose has one', () => {
    given(consentSlice, noticed)
      .when({ type: 'GrantConsent', data: { ...photos, purpose: 'agency-sharing' } })
      .then(reject('consent.recipient-missing'));
    given(consentSlice, noticed)
      .when({ type: 'GrantConsent', data: { ...photos, recipient: id(3) } })
      .then(reject('consent.recipient-not-for-purpose'));
  });
  it('a consent with an end expires at its end and not before', () => {
    const limited: ConsentEvent = { type: 'ConsentGranted', data: { ...photos, until } };
    const expire: ConsentCommand = { type: 'ExpireConsent', data: { purpose: 'photos' } };
    given(consentSlice, noticed, limited).when(expire).then(reject('consent.not-due'));
    given(consentSlice, noticed, limited)
      .when(expire, { at: until })
      .then({ type: 'ConsentExpired', data: { purpose: 'photos' } });
    given(consentSlice, noticed, granted).when(expire, { at: until }).then();
  });
  it('consent to a treatment is given in a language the person understands, or with a named interpreter', () => {
    const foreign = { ...treatment, language: 'tr', speaks: 'de-AT' };
    given(consentSlice, noticed).when({ type: 'GrantTreatmentConsent', data: foreign }).then(reject('consent.interpreter-missing'));
    given(consentSlice, noticed)
      .when({ type: 'GrantTreatmentConsent', data: { ...foreign, interpreter: 'Ada' } })
      .then({ type: 'TreatmentConsentGranted', data: { ...treatment, language: 'tr', interpreter: 'Ada' } });
    given(consentSlice, noticed)
      .when({ type: 'GrantTreatmentConsent', data: { ...treatment, speaks: 'de-AT' } })
      .then(agreed);
  });
  it('consent to a treatment is withdrawn, or void once the plan changed, and both name the consent that no longer stands', () => {
    const ended = { caseId: id(1), consentId: id(2) };
    given(consentSlice, noticed, agreed)
      .when({ type: 'WithdrawTreatmentConsent', data: { caseId: id(1), reason: 'afraid' } })
      .then({ type: 'TreatmentConsentWithdrawn', data: { ...ended, reason: 'afraid' } });
    given(consentSlice, noticed, agreed)
      .when({ type: 'VoidTreatmentConsent', data: { caseId: id(1), why: 'plan-changed' } })
      .then({ type: 'TreatmentConsentVoided', data: { ...ended, why: 'plan-changed' } });
    given(consentSlice, noticed, agreed)
      .when({ type: 'WithdrawTreatmentConsent', data: { caseId: id(9), reason: 'x' } })
      .then();
  });
});

const purpose = fc.constantFrom(...PURPOSES.filter((p) => p !== 'agency-sharing'));
const command = fc.oneof(
  fc.constant({ type: 'AcknowledgeNotice', data: { text: 'v1', language: 'de' } }),
  purpose.map((p) => ({ type: 'GrantConsent', data: { ...photos, purpose: p } })),
  purpose.map((p) => ({ type: 'WithdrawConsent', data: { purpose: p } })),
) as fc.Arbitrary<ConsentCommand>;

spec('consent: whatever is commanded', (it) => {
  it('a purpose is open exactly when its last word was a consent, and never before a notice', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const log: ConsentEvent[] = [];
        const last = new Map<string, boolean>();
        for (const one of commands) {
          const answer = decide(consentSlice, log, one);
          if (!isRejection(answer)) log.push(...answer);
          if (one.type === 'GrantConsent' && log.some((e) => e.type === 'NoticeAcknowledged')) last.set(consentKey(one.data), true);
          if (one.type === 'WithdrawConsent') last.set(consentKey(one.data), false);
        }
        const open = [...last].flatMap(([key, given]) => (given ? [key] : [])).sort();
        assert.equal(Object.keys(fold(consentSlice.decider, log).granted).sort(), open);
      }),
      { numRuns: 100 },
    ));
});
