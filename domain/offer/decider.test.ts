import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import type { OfferCommand, OfferEvent } from './messages.ts';
import { offerSlice } from './slice.ts';
import { numbersOf, versionsOf } from './versions.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const validUntil = '2026-02-01T00:00:00.000Z';
const terms = { doctor: 'Dr X', facility: 'Y', inclusions: 'hotel', insurance: 'complications', cancellation: '14 days' };
const lines = [
  { kind: 'procedure', text: 'Sleeve', amount: 250_000 },
  { kind: 'hotel', text: '5 nights', amount: 50_001 },
] as const;
const draft: Extract<OfferCommand, { type: 'DraftOffer' }> = {
  type: 'DraftOffer',
  data: { patientId: id(1), currency: 'EUR', lines: [...lines], terms, validUntil },
};
const price = { currency: 'EUR', total: 300_001 } as const;
const drafted = (version = 1): OfferEvent => ({ type: 'OfferDrafted', data: { patientId: id(1), version, validUntil, ...price, lines: [...lines], terms } });
const approved = (version = 1): OfferEvent => ({ type: 'OfferApproved', data: { version } });
const sent = (version = 1): OfferEvent => ({ type: 'OfferSent', data: { version, validUntil, evaluationId: id(2), authorisationId: id(3) } });
const accepted = (version = 1): OfferEvent => ({ type: 'OfferAccepted', data: { version, ...price } });
const evaluation = { eventId: id(2), stale: false };
const authorisation = { id: id(3), validFrom: '2026-01-01', validTo: '2026-12-31' };
const send = (more: object = {}, version = 1) => ({ type: 'SendOffer', data: { version, evaluation, authorisation, ...more } }) as const;
const out = (version = 1) => [drafted(version), approved(version), sent(version)];

spec('offer', (it) => {
  it('the total is the sum of its lines, to the minor unit', () => given(offerSlice).when(draft).then(drafted()));
  it('it is dated: valid from now on, and for no more than a year', () => {
    for (const at of [validUntil, '2025-01-01T00:00:00.000Z']) given(offerSlice).when(draft, { at }).then(reject('offer.validity'));
  });
  it('it is sent only after approval', () => {
    given(offerSlice, drafted())
      .when(send())
      .then(reject('offer.not-now', { version: 1, status: 'drafted' }));
    given(offerSlice, drafted(), approved()).when(send()).then(sent());
  });
  it('without a doctor’s positive evaluation of what is known now it is not sent', () => {
    given(offerSlice, drafted(), approved())
      .when(send({ evaluation: undefined }))
      .then(reject('offer.evaluation-missing'));
    given(offerSlice, drafted(), approved())
      .when(send({ evaluation: { ...evaluation, stale: true } }))
      .then(reject('offer.evaluation-stale'));
  });
  it('without an authorisation valid on that day it is not sent', () => {
    given(offerSlice, drafted(), approved())
      .when(send({ authorisation: undefined }))
      .then(reject('offer.authorisation-missing'));
    for (const days of [{ validTo: '2026-01-01' }, { validFrom: '2026-01-03' }])
      given(offerSlice, drafted(), approved())
        .when(send({ authorisation: { ...authorisation, ...days } }))
        .then(reject('offer.authorisation-not-valid'));
    given(offerSlice, drafted(), approved())
      .when(send({ authorisation: { ...authorisation, validTo: '2026-01-02' } }))
      .then(sent());
  });
  it('a patient accepts what was sent, until its date', () => {
    const accept = { type: 'AcceptOffer', data: { version: 1 } } as const;
    given(offerSlice, ...out())
      .when(accept)
      .then(accepted());
    given(offerSlice, ...out())
      .when(accept, { at: validUntil })
      .then(reject('offer.expired'));
    given(offerSlice, drafted(), approved()).when(accept).then(reject('offer.not-now'));
    given(offerSlice, ...out(), accepted())
      .when(accept)
      .then();
  });
  it('an accepted version is never changed: a new one needs its own acceptance and then takes its place', () => {
    for (const type of ['DeclineOffer', 'ApproveOffer'] as const)
      given(offerSlice, ...out(), accepted())
        .when({ type, data: { version: 1 } })
        .then(reject('offer.not-now'));
    given(offerSlice, ...out(), accepted())
      .when({ type: 'OutdateOffers', data: { why: 'intake-changed' } })
      .then();
    given(offerSlice, ...out(), accepted())
      .when(draft)
      .then(drafted(2));
    given(offerSlice, ...out(), accepted(), ...out(2))
      .when({ type: 'AcceptOffer', data: { version: 2 } })
      .then({ type: 'OfferSuperseded', data: { version: 1, by: 2 } }, accepted(2));
  });
  it('only one version is out at a time', () =>
    given(offerSlice, ...out(), drafted(2), approved(2))
      .when(send({}, 2))
      .then({ type: 'OfferSuperseded', data: { version: 1, by: 2 } }, sent(2)));
  it('it expires at its date and not before, and never once it was decided', () => {
    const expire = { type: 'ExpireOffer', data: { version: 1 } } as const;
    given(offerSlice, ...out())
      .when(expire)
      .then(reject('offer.not-due'));
    given(offerSlice, ...out())
      .when(expire, { at: validUntil })
      .then({ type: 'OfferExpired', data: { version: 1 } });
    given(offerSlice, ...out(), accepted())
      .when(expire, { at: validUntil })
      .then();
  });
  it('a changed intake outdates whatever is not accepted', () =>
    given(offerSlice, ...out(), accepted(), drafted(2), drafted(3))
      .when({ type: 'OutdateOffers', data: { why: 'intake-changed' } })
      .then({ type: 'OfferOutdated', data: { version: 2, why: 'intake-changed' } }, { type: 'OfferOutdated', data: { version: 3, why: 'intake-changed' } }));
});

const version = fc.integer({ min: 1, max: 3 });
const about = version.map((v) => ({ version: v }));
const simple = fc.constantFrom('ApproveOffer', 'ViewOffer', 'AcceptOffer', 'DeclineOffer', 'ExpireOffer');
const command = fc.oneof(
  { weight: 2, arbitrary: fc.constant(draft) },
  { weight: 6, arbitrary: fc.tuple(simple, about).map(([type, data]) => ({ type, data })) },
  { weight: 4, arbitrary: fc.tuple(version, fc.constantFrom({}, { evaluation: undefined }, { authorisation: undefined })).map(([v, more]) => send(more, v)) },
  about.map((data) => ({ type: 'WithdrawOffer', data: { ...data, reason: 'x' } })),
  fc.constant({ type: 'OutdateOffers', data: { why: 'case-over' } }),
) as fc.Arbitrary<OfferCommand>;
const at = fc.constantFrom('2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z', validUntil);

spec('offer: whatever is commanded, and when', (it) => {
  it('at most one version is out and one accepted, and nothing happens to an accepted one but being superseded', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(command, at), { maxLength: 40 }), (steps) => {
        const log: OfferEvent[] = [];
        for (const [one, when] of steps) {
          const before = fold(offerSlice.decider, log);
          const answer = decide(offerSlice, log, one, { at: when });
          if (isRejection(answer)) continue;
          for (const event of answer)
            if (event.type !== 'OfferDrafted' && versionsOf(before)[event.data.version - 1]?.status === 'accepted') assert.is(event.type, 'OfferSuperseded');
          log.push(...answer);
          const state = fold(offerSlice.decider, log);
          for (const status of ['sent', 'accepted']) assert.ok(numbersOf(state, (v) => v.status === status).length <= 1, status);
        }
      }),
      { numRuns: 150 },
    ));
});
