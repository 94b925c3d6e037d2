// What is known of a payment, and how each event changes it.
import type { Decider } from '../kernel/decider.ts';
import type { Currency } from '../kernel/money.ts';
import type { PaymentCommand, PaymentEvent, Truth } from './messages.ts';

type About = { readonly purpose: 'order' | 'deposit'; readonly orderId?: string; readonly caseId?: string };
/** What has been heard of one payment at the provider. */
export type Heard = {
  readonly is: 'authorised' | 'captured' | 'surplus' | 'mismatched' | 'failed';
  readonly amount: number;
  readonly refunded: number;
  readonly dispute: Truth['dispute'];
};
export type KnownPayment = {
  readonly reference: string;
  readonly about: About;
  readonly provider: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly contactId: string;
  readonly session?: string;
  readonly evidence: readonly string[];
  readonly heard: Readonly<Record<string, Heard>>;
  readonly captureAsked: boolean;
  /** Amount by refund. */
  readonly refunds: Readonly<Record<string, number>>;
  readonly paidOut: readonly string[];
};
export type PaymentState = { readonly status: 'unknown' } | ({ readonly status: 'known' } & KnownPayment);

export const theCapture = ({ heard }: KnownPayment): [string, Heard] | undefined => Object.entries(heard).find(([, { is }]) => is === 'captured');
export const refundsAsked = ({ refunds }: KnownPayment): number => Object.values(refunds).reduce((a, b) => a + b, 0);
/** What may still be paid back: refunds made at the provider itself count as those asked for here do. */
export const refundable = (payment: KnownPayment): number => {
  const [, capture] = theCapture(payment) ?? [];
  return capture ? Math.max(0, capture.amount - Math.max(refundsAsked(payment), capture.refunded)) : 0;
};

const to = (state: PaymentState, change: (known: KnownPayment) => Partial<KnownPayment>): PaymentState =>
  state.status === 'unknown' ? state : { ...state, ...change(state) };
const NEW = { amount: 0, refunded: 0, dispute: 'none' } as const;
const hear = (state: PaymentState, { providerPaymentId, ...change }: { providerPaymentId: string } & Partial<Heard>): PaymentState =>
  to(state, ({ heard }) => ({ heard: { ...heard, [providerPaymentId]: { is: 'failed', ...NEW, ...heard[providerPaymentId], ...change } } }));

export const evolve: Decider<PaymentCommand, PaymentEvent, PaymentState>['evolve'] = {
  PaymentRequested: ({ data: { purpose, orderId, caseId, reference, provider, amount, currency, contactId } }) => ({
    ...{ status: 'known', about: { purpose, ...(orderId && { orderId }), ...(caseId && { caseId }) }, reference, provider, amount, currency, contactId },
    ...{ evidence: [], heard: {}, captureAsked: false, refunds: {}, paidOut: [] },
  }),
  PaymentOpened: ({ data: { session } }, state) => to(state, () => ({ session })),
  PaymentEvidenceReceived: ({ data: { evidenceId } }, state) => to(state, ({ evidence }) => ({ evidence: [...evidence, evidenceId] })),
  PaymentAuthorised: ({ data: { providerPaymentId, amount } }, state) => hear(state, { providerPaymentId, is: 'authorised', amount }),
  CaptureRequested: (_, state) => to(state, () => ({ captureAsked: true })),
  PaymentCaptured: ({ data: { providerPaymentId, amount } }, state) => hear(state, { providerPaymentId, is: 'captured', amount }),
  SurplusCaptured: ({ data: { providerPaymentId, amount } }, state) => hear(state, { providerPaymentId, is: 'surplus', amount }),
  PaymentMismatched: ({ data: { providerPaymentId, amount } }, state) => hear(state, { providerPaymentId, is: 'mismatched', amount }),
  PaymentFailed: ({ data: { providerPaymentId } }, state) => hear(state, { providerPaymentId, is: 'failed' }),
  RefundRequested: ({ data: { refundId, amount } }, state) => to(state, ({ refunds }) => ({ refunds: { ...refunds, [refundId]: amount } })),
  PaymentRefunded: ({ data: { providerPaymentId, amount, refundId } }, state) =>
    to(state, ({ heard, paidOut }) => ({
      paidOut: refundId ? [...paidOut, refundId] : paidOut,
      heard: { ...heard, [providerPaymentId]: { ...heard[providerPaymentId]!, refunded: (heard[providerPaymentId]?.refunded ?? 0) + amount } },
    })),
  DisputeOpened: ({ data: { providerPaymentId } }, state) => hear(state, { providerPaymentId, dispute: 'open' }),
  DisputeClosed: ({ data: { providerPaymentId, outcome } }, state) => hear(state, { providerPaymentId, dispute: outcome }),
};
