import type { PaymentCommand } from '#domain/payment/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** Evidence may come from anybody: it counts for nothing but a question to the provider. */
export const paymentPermits = {
  RequestPayment: ['coordinator', 'finance', 'system'],
  OpenPayment: ['system'],
  RecordEvidence: ['coordinator', 'nurse', 'finance', 'patient', 'agent', 'device', 'system'],
  SettlePayment: ['system'],
  CapturePayment: ['finance', 'coordinator', 'system'],
  RefundPayment: ['finance', 'system'],
  RecordReceipt: ['finance'],
  RecordPayout: ['finance'],
} as const satisfies Record<PaymentCommand['type'], Permit>;
