import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { MANUAL, type PaymentCommand, type PaymentEvent } from './messages.ts';
import { settle } from './settle.ts';
import { evolve, type KnownPayment, type PaymentState, refundable, theCapture } from './state.ts';

type Decided = PaymentEvent[] | Rejection;
type Opened = KnownPayment & { readonly session: string };

const ifKnown = (state: PaymentState, decide: (payment: KnownPayment) => Decided): Decided =>
  state.status === 'unknown' ? reject('payment.unknown') : decide(state);
const ifOpened = (state: PaymentState, decide: (payment: Opened) => Decided): Decided =>
  ifKnown(state, (payment) => (payment.session === undefined ? reject('payment.not-open') : decide({ ...payment, session: payment.session })));
const ifManual = (state: PaymentState, decide: (payment: Opened) => Decided): Decided =>
  ifOpened(state, (payment) => (payment.provider === MANUAL ? decide(payment) : reject('payment.provider-decides', { provider: payment.provider })));

function requestCapture(payment: Opened): Decided {
  if (payment.captureAsked || theCapture(payment)) return [];
  const [providerPaymentId] = Object.entries(payment.heard).find(([, { is }]) => is === 'authorised') ?? [];
  if (!providerPaymentId) return reject('payment.not-authorised');
  return [{ type: 'CaptureRequested', data: { providerPaymentId, provider: payment.provider, session: payment.session } }];
}

function requestRefund(payment: Opened, refundId: string, amount: number | undefined): Decided {
  const { refunds, provider, session } = payment;
  if (refunds[refundId] !== undefined) return [];
  const [providerPaymentId] = theCapture(payment) ?? [];
  if (!providerPaymentId) return reject('payment.not-captured');
  const left = refundable(payment);
  if (amount !== undefined && amount > left) return reject('payment.refund-too-large', { refundable: left });
  const back = amount ?? left;
  return back > 0 ? [{ type: 'RefundRequested', data: { refundId, providerPaymentId, amount: back, provider, session } }] : [];
}

function receipt(payment: Opened, number: string): Decided {
  if (theCapture(payment)) return [];
  const { amount, currency, about } = payment;
  return [{ type: 'PaymentCaptured', data: { providerPaymentId: `${MANUAL}:${number}`, amount, currency, ...about } }];
}
function payout(payment: Opened, refundId: string): Decided {
  const [amount, [providerPaymentId] = []] = [payment.refunds[refundId], theCapture(payment)];
  if (amount === undefined || !providerPaymentId) return reject('payment.refund-unknown');
  const { caseId } = payment.about;
  if (payment.paidOut.includes(refundId)) return [];
  return [{ type: 'PaymentRefunded', data: { providerPaymentId, amount, of: 'capture', refundId, ...(caseId && { caseId }) } }];
}

export const payment: Decider<PaymentCommand, PaymentEvent, PaymentState> = {
  initial: { status: 'unknown' },
  decide: {
    RequestPayment: ({ data }, { status }) => {
      const { purpose, orderId, caseId, reference, provider, amount, currency, capture, contactId, expiresAt } = data;
      const about = { purpose, ...(orderId && { orderId }), ...(caseId && { caseId }) };
      if ((purpose === 'order') !== (orderId !== undefined) || (purpose === 'deposit') !== (caseId !== undefined)) return reject('payment.purpose');
      return status === 'unknown'
        ? [{ type: 'PaymentRequested', data: { ...about, reference, provider, amount, currency, capture, contactId, expiresAt } }]
        : [];
    },
    OpenPayment: ({ data: { session, url } }, state) =>
      ifKnown(state, (known) => (known.session === undefined ? [{ type: 'PaymentOpened', data: { session, ...(url && { url }) } }] : [])),
    RecordEvidence: ({ data: { evidenceId, source, attempt } }, state) =>
      ifOpened(state, ({ evidence, provider, session }) =>
        evidence.includes(evidenceId)
          ? []
          : [{ type: 'PaymentEvidenceReceived', data: { evidenceId, source, ...(attempt !== undefined && { attempt }), provider, session } }],
      ),
    SettlePayment: ({ data: { truth } }, state) => ifOpened(state, (known) => settle(known, truth)),
    CapturePayment: (_, state) => ifOpened(state, requestCapture),
    RefundPayment: ({ data: { refundId, amount } }, state) => ifOpened(state, (known) => requestRefund(known, refundId, amount)),
    RecordReceipt: ({ data }, state) => ifManual(state, (known) => receipt(known, data.receipt)),
    RecordPayout: ({ data: { refundId } }, state) => ifManual(state, (known) => payout(known, refundId)),
  },
  evolve,
};
