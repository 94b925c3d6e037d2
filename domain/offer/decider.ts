import { type Decider, type Given, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom, plusDays } from '../kernel/instants.ts';
import type { OfferCommand, OfferEvent } from './messages.ts';
import { isOpen, numbersOf, type OfferState, type OfferStatus, put, type Version, versionsOf } from './versions.ts';

type Decided = OfferEvent[] | Rejection;
type Of<T extends OfferCommand['type']> = Extract<OfferCommand, { type: T }>['data'];
const LONGEST_DAYS = 365;

/** The version, if it stands at one of `at`; where it already is what is asked for, nothing happens. */
function ifAt(state: OfferState, number: number, at: readonly OfferStatus[], becomes: OfferStatus, decide: (version: Version) => Decided): Decided {
  const version = versionsOf(state)[number - 1];
  if (!version) return reject('offer.unknown', { version: number });
  if (version.status === becomes) return [];
  return at.includes(version.status) ? decide(version) : reject('offer.not-now', { version: number, status: version.status });
}

function draft(state: OfferState, { patientId, currency, lines, terms, validUntil }: Of<'DraftOffer'>, at: string): Decided {
  if (isFrom(at, validUntil) || !isFrom(plusDays(at, LONGEST_DAYS), validUntil)) return reject('offer.validity', { days: LONGEST_DAYS });
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  const version = versionsOf(state).length + 1;
  return [{ type: 'OfferDrafted', data: { patientId, version, validUntil, currency, total, lines, terms } }];
}

/** The law's two conditions: a doctor said yes to what is known now, and the tenant may offer treatment today. */
function sendRefused({ evaluation, authorisation }: Of<'SendOffer'>, { validUntil }: Version, at: string): Rejection | undefined {
  if (isFrom(at, validUntil)) return reject('offer.expired');
  if (!evaluation) return reject('offer.evaluation-missing');
  if (evaluation.stale) return reject('offer.evaluation-stale');
  if (!authorisation) return reject('offer.authorisation-missing');
  const day = at.slice(0, 10);
  return authorisation.validFrom <= day && day <= authorisation.validTo ? undefined : reject('offer.authorisation-not-valid', { ...authorisation });
}

const supersede = (state: OfferState, status: OfferStatus, by: number): OfferEvent[] =>
  numbersOf(state, (version) => version.status === status).map((version) => ({ type: 'OfferSuperseded', data: { version, by } }));

function send(state: OfferState, data: Of<'SendOffer'>, at: string): Decided {
  return ifAt(state, data.version, ['approved'], 'sent', (version) => {
    const refused = sendRefused(data, version, at);
    if (refused) return refused;
    const { evaluation, authorisation } = data;
    const sent = { version: data.version, validUntil: version.validUntil, evaluationId: evaluation!.eventId, authorisationId: authorisation!.id };
    return [...supersede(state, 'sent', data.version), { type: 'OfferSent', data: sent }];
  });
}

const accept = (state: OfferState, number: number, { at }: Given): Decided =>
  ifAt(state, number, ['sent'], 'accepted', ({ validUntil, currency, total }) =>
    isFrom(at, validUntil)
      ? reject('offer.expired')
      : [...supersede(state, 'accepted', number), { type: 'OfferAccepted', data: { version: number, currency, total } }],
  );

export const offerDecider: Decider<OfferCommand, OfferEvent, OfferState> = {
  initial: { status: 'unknown' },
  decide: {
    DraftOffer: ({ data, at }, state) => draft(state, data, at),
    ApproveOffer: ({ data: { version } }, state) => ifAt(state, version, ['drafted'], 'approved', () => [{ type: 'OfferApproved', data: { version } }]),
    SendOffer: ({ data, at }, state) => send(state, data, at),
    ViewOffer: ({ data: { version } }, state) => {
      const { status } = versionsOf(state)[version - 1] ?? {};
      if (!status || status === 'drafted' || status === 'approved') return reject('offer.unknown', { version });
      return status === 'sent' ? [{ type: 'OfferViewed', data: { version } }] : [];
    },
    AcceptOffer: ({ data: { version }, ...given }, state) => accept(state, version, given),
    DeclineOffer: ({ data: { version, reason } }, state) =>
      ifAt(state, version, ['sent'], 'declined', () => [{ type: 'OfferDeclined', data: { version, ...(reason && { reason }) } }]),
    WithdrawOffer: ({ data: { version, reason } }, state) =>
      ifAt(state, version, ['drafted', 'approved', 'sent'], 'withdrawn', () => [{ type: 'OfferWithdrawn', data: { version, reason } }]),
    ExpireOffer: ({ data: { version }, at }, state) => {
      const known = versionsOf(state)[version - 1];
      if (!known) return reject('offer.unknown', { version });
      if (!isOpen(known)) return [];
      return isFrom(at, known.validUntil) ? [{ type: 'OfferExpired', data: { version } }] : reject('offer.not-due');
    },
    OutdateOffers: ({ data: { why } }, state) => numbersOf(state, isOpen).map((version) => ({ type: 'OfferOutdated', data: { version, why } })),
  },
  evolve: {
    OfferDrafted: ({ data: { patientId, validUntil, currency, total } }, state) => {
      const version: Version = { status: 'drafted', validUntil, currency, total };
      return { status: 'known', patientId, versions: [...versionsOf(state), version] };
    },
    OfferApproved: ({ data }, state) => put(state, data.version, 'approved'),
    OfferSent: ({ data }, state) => put(state, data.version, 'sent'),
    OfferViewed: (_, state) => state,
    OfferAccepted: ({ data }, state) => put(state, data.version, 'accepted'),
    OfferDeclined: ({ data }, state) => put(state, data.version, 'declined'),
    OfferWithdrawn: ({ data }, state) => put(state, data.version, 'withdrawn'),
    OfferSuperseded: ({ data }, state) => put(state, data.version, 'superseded'),
    OfferExpired: ({ data }, state) => put(state, data.version, 'expired'),
    OfferOutdated: ({ data }, state) => put(state, data.version, 'outdated'),
  },
};
