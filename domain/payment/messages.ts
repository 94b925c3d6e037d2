// A payment: money asked for, and what the provider says about it. What a webhook or a browser tells is only evidence, a reason to ask the
// provider; nothing else than the provider's own answer (its truth) moves money here.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { amount, currency } from '../kernel/money.ts';

/** The hub's own desk: bank transfers and cash, where a member of finance is the one who knows. */
export const MANUAL = 'manual';
export const PURPOSES = ['order', 'deposit'] as const;
export const EVIDENCE_SOURCES = ['webhook', 'return', 'deadline', 'staff'] as const;

const text = (max: number) => z.string().trim().min(1).max(max);
const reference = text(200);
const positive = amount.min(1);
/** `orderId` for an order, `caseId` for a deposit. */
const about = { purpose: z.enum(PURPOSES), orderId: id.optional(), caseId: id.optional() };
const request = { ...about, reference: id, provider: text(40), amount: positive, currency, capture: z.enum(['automatic', 'manual']), contactId: id };

/**
 * One payment as its provider knows it now. `reference`: our id of the payment, as the provider was told. Amounts are totals so far, so an
 * old answer never undoes a newer one. `failed` is final: this attempt and its session are over.
 */
export const truth = z.strictObject({
  ...{ providerPaymentId: reference, reference: z.string(), status: z.enum(['open', 'authorised', 'captured', 'failed']) },
  ...{ amount, currency: z.string(), refunded: amount, dispute: z.enum(['none', 'open', 'won', 'lost']) },
});
export type Truth = z.infer<typeof truth>;

export const paymentCommands = defineCommands({
  RequestPayment: z.strictObject({ ...request, expiresAt: z.iso.datetime() }),
  /** The provider has opened a session for it; `url` is where the customer pays. */
  OpenPayment: z.strictObject({ session: reference, url: z.url().optional() }),
  RecordEvidence: z.strictObject({ evidenceId: reference, source: z.enum(EVIDENCE_SOURCES), attempt: z.int().min(0).optional() }),
  SettlePayment: z.strictObject({ truth }),
  /** Takes what is authorised. */
  CapturePayment: z.strictObject({}),
  /** All that is left when `amount` is absent. The same `refundId` pays back once. */
  RefundPayment: z.strictObject({ refundId: id, amount: positive.optional() }),
  /** Finance has the money in hand. */
  RecordReceipt: z.strictObject({ receipt: text(100) }),
  /** Finance has paid it back. */
  RecordPayout: z.strictObject({ refundId: id }),
});
export type PaymentCommand = CommandOf<typeof paymentCommands>;

const one = { providerPaymentId: z.string(), amount: z.int() };
export const paymentEvents = defineEvents({
  PaymentRequested: { operational: { ...request, expiresAt: z.iso.datetime() } },
  PaymentOpened: { operational: { session: z.string() }, personal: { url: z.string().optional() } },
  PaymentEvidenceReceived: {
    operational: { evidenceId: z.string(), source: z.enum(EVIDENCE_SOURCES), attempt: z.int().optional(), provider: z.string(), session: z.string() },
  },
  PaymentAuthorised: { operational: { ...one, ...about } },
  CaptureRequested: { operational: { providerPaymentId: z.string(), provider: z.string(), session: z.string() } },
  /** Counted: the one payment that answers the request. */
  PaymentCaptured: { operational: { ...one, ...about, currency } },
  /** Paid a second time. Not counted, and paid back. */
  SurplusCaptured: { operational: { ...one, provider: z.string(), session: z.string() } },
  /** The provider has a payment for this request that is not what was asked. Not counted; a person has to look. */
  PaymentMismatched: { operational: { ...one, currency: z.string(), why: z.enum(['reference', 'amount', 'currency']) } },
  PaymentFailed: { operational: { providerPaymentId: z.string(), ...about } },
  RefundRequested: { operational: { refundId: id, ...one, provider: z.string(), session: z.string() } },
  /** `amount`: paid back since the last of these. `refundId`: when finance paid it out. `caseId`: of a deposit, unless a surplus went back. */
  PaymentRefunded: { operational: { ...one, of: z.enum(['capture', 'surplus']), refundId: id.optional(), caseId: id.optional() } },
  DisputeOpened: { operational: { providerPaymentId: z.string() } },
  DisputeClosed: { operational: { providerPaymentId: z.string(), outcome: z.enum(['won', 'lost']) } },
});
export type PaymentEvent = EventOf<typeof paymentEvents>;
export type StoredPaymentEvent = StoredEventOf<typeof paymentEvents>;
