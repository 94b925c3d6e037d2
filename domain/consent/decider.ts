import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom } from '../kernel/instants.ts';
import type { ConsentCommand, ConsentEvent, Purpose } from './messages.ts';

/** `granted`: until when, by purpose and recipient; '' is without end. `treatments`: the consent that stands, by case. */
export type ConsentState = {
  readonly notice: string | undefined;
  readonly granted: Readonly<Record<string, string>>;
  readonly treatments: Readonly<Record<string, string>>;
};

type To = { readonly purpose: Purpose; readonly recipient?: string };
/** One consent each purpose; sharing has one each recipient. Also names its deadline. */
export const consentKey = ({ purpose, recipient }: To): string => (recipient ? `${purpose}:${recipient}` : purpose);
const to = ({ purpose, recipient }: To): To => ({ purpose, ...(recipient && { recipient }) });

const without = (all: Readonly<Record<string, string>>, key: string) => Object.fromEntries(Object.entries(all).filter(([k]) => k !== key));
const base = (language: string) => language.split('-')[0];

function recipientRefused({ purpose, recipient }: To): Rejection | undefined {
  if (purpose === 'agency-sharing') return recipient ? undefined : reject('consent.recipient-missing');
  return recipient ? reject('consent.recipient-not-for-purpose', { purpose }) : undefined;
}

export const consentDecider: Decider<ConsentCommand, ConsentEvent, ConsentState> = {
  initial: { notice: undefined, granted: {}, treatments: {} },
  decide: {
    AcknowledgeNotice: ({ data: { text, language } }, { notice }) => (notice === text ? [] : [{ type: 'NoticeAcknowledged', data: { text, language } }]),
    GrantConsent: ({ data, at }, { notice }) => {
      if (notice === undefined) return reject('consent.notice-missing');
      if (data.until && isFrom(at, data.until)) return reject('consent.already-over');
      const { text, language, until } = data;
      return recipientRefused(data) ?? [{ type: 'ConsentGranted', data: { ...to(data), text, language, ...(until && { until }) } }];
    },
    WithdrawConsent: ({ data }, { granted }) => (consentKey(data) in granted ? [{ type: 'ConsentWithdrawn', data: to(data) }] : []),
    ExpireConsent: ({ data, at }, { granted }) => {
      const until = granted[consentKey(data)];
      if (!until) return [];
      return isFrom(at, until) ? [{ type: 'ConsentExpired', data: to(data) }] : reject('consent.not-due');
    },
    GrantTreatmentConsent: ({ data: { caseId, consentId, language, procedure, interpreter, speaks } }, { notice }) => {
      if (notice === undefined) return reject('consent.notice-missing');
      if (speaks && base(speaks) !== base(language) && !interpreter) return reject('consent.interpreter-missing', { language, speaks });
      return [{ type: 'TreatmentConsentGranted', data: { caseId, consentId, language, procedure, ...(interpreter && { interpreter }) } }];
    },
    WithdrawTreatmentConsent: ({ data: { caseId, reason } }, { treatments }) => {
      const consentId = treatments[caseId];
      return consentId ? [{ type: 'TreatmentConsentWithdrawn', data: { caseId, consentId, reason } }] : [];
    },
    VoidTreatmentConsent: ({ data: { caseId, why } }, { treatments }) => {
      const consentId = treatments[caseId];
      return consentId ? [{ type: 'TreatmentConsentVoided', data: { caseId, consentId, why } }] : [];
    },
  },
  evolve: {
    NoticeAcknowledged: ({ data: { text } }, state) => ({ ...state, notice: text }),
    ConsentGranted: ({ data }, state) => ({ ...state, granted: { ...state.granted, [consentKey(data)]: data.until ?? '' } }),
    ConsentWithdrawn: ({ data }, state) => ({ ...state, granted: without(state.granted, consentKey(data)) }),
    ConsentExpired: ({ data }, state) => ({ ...state, granted: without(state.granted, consentKey(data)) }),
    TreatmentConsentGranted: ({ data }, state) => ({ ...state, treatments: { ...state.treatments, [data.caseId]: data.consentId } }),
    TreatmentConsentWithdrawn: ({ data }, state) => ({ ...state, treatments: without(state.treatments, data.caseId) }),
    TreatmentConsentVoided: ({ data }, state) => ({ ...state, treatments: without(state.treatments, data.caseId) }),
  },
};
