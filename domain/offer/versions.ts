// The versions of an offer and where each stands. At most one is out with the patient, and at most one is accepted.
import type { Currency } from '../kernel/money.ts';

export type OfferStatus = 'drafted' | 'approved' | 'sent' | 'accepted' | 'declined' | 'withdrawn' | 'superseded' | 'expired' | 'outdated';
export type Version = { readonly status: OfferStatus; readonly validUntil: string; readonly currency: Currency; readonly total: number };
export type OfferState = { readonly status: 'unknown' } | { readonly status: 'known'; readonly patientId: string; readonly versions: readonly Version[] };

const OPEN: readonly OfferStatus[] = ['drafted', 'approved', 'sent'];
export const isOpen = ({ status }: Version): boolean => OPEN.includes(status);

export const versionsOf = (state: OfferState): readonly Version[] => (state.status === 'unknown' ? [] : state.versions);
/** The numbers of the versions for which `holds`. */
export const numbersOf = (state: OfferState, holds: (version: Version) => boolean): number[] =>
  versionsOf(state).flatMap((version, i) => (holds(version) ? [i + 1] : []));

export const put = (state: OfferState, number: number, status: OfferStatus): OfferState =>
  state.status === 'unknown' ? state : { ...state, versions: state.versions.map((version, i) => (i + 1 === number ? { ...version, status } : version)) };
