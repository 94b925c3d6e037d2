// The records of what a case rests on: papers, agreements, clearance. Those of its course stand in course.ts.
import type { StoredAuthorisationEvent } from '#domain/authorisation/messages.ts';
import type { StoredChecklistEvent } from '#domain/checklist/messages.ts';
import type { StoredConsentEvent } from '#domain/consent/messages.ts';
import type { StoredDepositEvent } from '#domain/deposit/messages.ts';
import type { StoredInsuranceEvent } from '#domain/insurance/messages.ts';
import type { StoredOfferEvent } from '#domain/offer/messages.ts';
import { type AnyRecord, anyRecord } from './record.ts';

const authorisation = anyRecord<StoredAuthorisationEvent>({
  slice: 'authorisation',
  when: {
    AuthorisationRecorded: { status: 'valid' },
    AuthorisationExpiring: { status: 'expiring' },
    AuthorisationExpired: { status: 'expired' },
    AuthorisationRevoked: { status: 'revoked' },
  },
});

const consent = anyRecord<StoredConsentEvent>({
  slice: 'consent',
  stream: 'patient',
  lists: { notices: ['text'], purposes: ['purpose', 'recipient'], treatments: ['caseId', 'consentId'] },
  when: {
    NoticeAcknowledged: { list: 'notices', status: 'noticed' },
    ConsentGranted: { list: 'purposes', entry: 'granted', anew: true },
    ConsentWithdrawn: { list: 'purposes', entry: 'withdrawn' },
    ConsentExpired: { list: 'purposes', entry: 'expired' },
    TreatmentConsentGranted: { list: 'treatments', entry: 'granted' },
    TreatmentConsentWithdrawn: { list: 'treatments', entry: 'withdrawn' },
    TreatmentConsentVoided: { list: 'treatments', entry: 'void' },
  },
});

const offer = anyRecord<StoredOfferEvent>({
  slice: 'offer',
  stream: 'case',
  lists: { versions: ['version'] },
  when: {
    OfferDrafted: { list: 'versions', entry: 'drafted' },
    OfferApproved: { list: 'versions', entry: 'approved' },
    OfferSent: { list: 'versions', entry: 'sent', status: 'sent' },
    OfferViewed: { list: 'versions' },
    OfferAccepted: { list: 'versions', entry: 'accepted', status: 'accepted' },
    OfferDeclined: { list: 'versions', entry: 'declined', status: 'declined' },
    OfferWithdrawn: { list: 'versions', entry: 'withdrawn' },
    OfferSuperseded: { list: 'versions', entry: 'superseded' },
    OfferExpired: { list: 'versions', entry: 'expired' },
    OfferOutdated: { list: 'versions', entry: 'outdated' },
  },
});

const deposit = anyRecord<StoredDepositEvent>({
  slice: 'deposit',
  stream: 'case',
  lists: { payments: ['paymentId'] },
  when: {
    DepositExpected: { status: 'expected' },
    DepositAsked: { list: 'payments', entry: 'asked' },
    DepositLapsed: { list: 'payments', entry: 'lapsed' },
    DepositPaid: { list: 'payments', entry: 'paid', status: 'paid' },
    DepositReturned: { list: 'payments', entry: 'returned' },
    DepositUsed: { status: 'used' },
    DepositHalted: {},
    DepositOwed: { status: 'owed' },
    DepositResumed: { status: 'open' },
    DepositKept: { status: 'kept' },
    DepositSettled: { status: 'settled' },
  },
});

const insurance = anyRecord<StoredInsuranceEvent>({
  slice: 'insurance',
  stream: 'case',
  lists: { policies: ['policyId'], claims: ['complicationId'] },
  when: {
    PolicyBound: { list: 'policies', entry: 'bound', status: 'bound' },
    PolicyCancelled: { list: 'policies', entry: 'cancelled', status: 'cancelled' },
    PolicyClaimed: { list: 'claims', entry: 'claimed' },
  },
});

const checklist = anyRecord<StoredChecklistEvent>({
  slice: 'checklist',
  stream: 'case',
  lists: { ticks: ['item'], concerns: ['concern'] },
  when: {
    ChecklistStarted: { status: 'started' },
    ChecklistItemTicked: { list: 'ticks', entry: 'ticked', anew: true },
    ChecklistItemUnticked: { list: 'ticks', entry: 'open' },
    ClearedForProcedure: { status: 'cleared' },
    ClearanceRefused: { status: 'refused' },
    ClearanceRevoked: { status: 'revoked' },
    ConcernRaised: { list: 'concerns', entry: 'open' },
    ConcernSettled: { list: 'concerns', entry: 'settled' },
  },
});

export const papers: readonly AnyRecord[] = [authorisation, consent, offer, deposit, insurance, checklist];
