import type { StoredPaymentEvent } from '#domain/payment/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { PaymentList, type PaymentRow, type PaymentSums } from './table.ts';

type Row = PaymentRow | undefined;
type Change = Partial<Omit<PaymentRow, 'sums'>> & { sums?: (before: PaymentSums) => Partial<PaymentSums> };

function change({ recordedAt, revision, position }: Seen<StoredPaymentEvent>, row: Row, { sums, ...to }: Change): Row {
  if (!row) return undefined;
  const next = { ...row, ...to, sums: { ...row.sums, ...sums?.(row.sums) } };
  const { refundAsked, refunded, surplus } = next.sums;
  const needsCare = next.mismatch !== null || next.dispute === 'open' || refundAsked > refunded || surplus > 0;
  return { ...next, needsCare, updatedAt: recordedAt, revision, position };
}

export const paymentList: Fold<StoredPaymentEvent, PaymentRow> = {
  name: 'payment-list',
  key: ({ stream }) => stream.id,
  when: {
    PaymentRequested: ({ data, meta, stream, recordedAt, revision, position }) => {
      const { purpose, orderId, caseId, contactId, provider, amount, currency } = data;
      return {
        ...{ tenant: meta.tenant, id: stream.id, purpose, orderId: orderId ?? null, caseId: caseId ?? null, contactId, provider, providerPaymentId: null },
        ...{ status: 'requested', sums: { amount, captured: 0, refundAsked: 0, refunded: 0, surplus: 0 }, currency, dispute: 'none', mismatch: null },
        ...{ needsCare: false, asked: position, askedAt: new Date(meta.occurredAt), updatedAt: recordedAt, revision, position },
      };
    },
    PaymentOpened: (event, row) => change(event, row, { status: 'open' }),
    PaymentEvidenceReceived: (event, row) => change(event, row, {}),
    PaymentAuthorised: (event, row) => change(event, row, { status: 'authorised', providerPaymentId: event.data.providerPaymentId }),
    CaptureRequested: (event, row) => change(event, row, {}),
    PaymentCaptured: (event, row) =>
      change(event, row, { status: 'captured', providerPaymentId: event.data.providerPaymentId, sums: () => ({ captured: event.data.amount }) }),
    SurplusCaptured: (event, row) => change(event, row, { sums: ({ surplus }) => ({ surplus: surplus + event.data.amount }) }),
    PaymentMismatched: (event, row) => change(event, row, { mismatch: event.data.why }),
    PaymentFailed: (event, row) => change(event, row, { status: 'failed' }),
    RefundRequested: (event, row) => change(event, row, { sums: ({ refundAsked }) => ({ refundAsked: refundAsked + event.data.amount }) }),
    PaymentRefunded: (event, row) => {
      const { of, amount } = event.data;
      if (of === 'surplus') return change(event, row, { sums: ({ surplus }) => ({ surplus: surplus - amount }) });
      const refunded = (row?.sums.refunded ?? 0) + amount;
      return change(event, row, { ...(refunded === row?.sums.captured && { status: 'refunded' }), sums: () => ({ refunded }) });
    },
    DisputeOpened: (event, row) => change(event, row, { dispute: 'open' }),
    DisputeClosed: (event, row) => change(event, row, { dispute: event.data.outcome }),
  },
};
export const paymentListView = view(paymentList, PaymentList);
