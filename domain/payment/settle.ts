// What the provider's answer changes. Answers may come late, twice or out of order; each only ever adds what was not known yet.
import type { Currency } from '../kernel/money.ts';
import type { PaymentEvent, Truth } from './messages.ts';
import { type Heard, type KnownPayment, theCapture } from './state.ts';

type Known = KnownPayment & { readonly session: string };

function mismatch({ reference, amount, currency }: KnownPayment, truth: Truth): 'reference' | 'amount' | 'currency' | undefined {
  if (truth.reference !== reference) return 'reference';
  if (truth.currency !== currency) return 'currency';
  return truth.amount === amount ? undefined : 'amount';
}

/** One capture for each payment at the provider; only the first of them answers the request. */
function captured(payment: Known, { providerPaymentId, amount }: Truth): PaymentEvent {
  const { about, currency, provider, session } = payment;
  return theCapture(payment)
    ? { type: 'SurplusCaptured', data: { providerPaymentId, amount, provider, session } }
    : { type: 'PaymentCaptured', data: { providerPaymentId, amount, currency: currency as Currency, ...about } };
}

const isTaken = (heard: Heard | undefined) => heard?.is === 'captured' || heard?.is === 'surplus';

/** Taken, or another attempt may still be. */
const isUnderWay = ({ heard }: Known, failed: string): boolean =>
  Object.entries(heard).some(([id, { is }]) => is === 'captured' || (id !== failed && is === 'authorised'));

function progress(payment: Known, truth: Truth): PaymentEvent[] {
  const { providerPaymentId, amount, status } = truth;
  const heard = payment.heard[providerPaymentId];
  const known = heard?.is;
  if (status === 'captured') return isTaken(heard) ? [] : [captured(payment, truth)];
  if (status === 'authorised') return known ? [] : [{ type: 'PaymentAuthorised', data: { providerPaymentId, amount, ...payment.about } }];
  if (status === 'failed' && known !== 'failed' && !isUnderWay(payment, providerPaymentId))
    return [{ type: 'PaymentFailed', data: { providerPaymentId, ...payment.about } }];
  return [];
}

function refunded({ heard, about: { caseId } }: Known, { providerPaymentId, refunded, amount: taken }: Truth, now: PaymentEvent[]): PaymentEvent[] {
  const before = heard[providerPaymentId];
  const isSurplus = before?.is === 'surplus' || now.some(({ type }) => type === 'SurplusCaptured');
  const amount = Math.min(refunded, taken) - (before?.refunded ?? 0);
  const of = isSurplus ? { of: 'surplus' as const } : { of: 'capture' as const, ...(caseId && { caseId }) };
  return amount > 0 ? [{ type: 'PaymentRefunded', data: { providerPaymentId, amount, ...of } }] : [];
}

function disputed({ heard }: Known, { providerPaymentId, dispute }: Truth): PaymentEvent[] {
  const before = heard[providerPaymentId]?.dispute ?? 'none';
  if (dispute === 'none' || before === 'won' || before === 'lost' || before === dispute) return [];
  const opened: PaymentEvent[] = before === 'none' ? [{ type: 'DisputeOpened', data: { providerPaymentId } }] : [];
  return dispute === 'open' ? opened : [...opened, { type: 'DisputeClosed', data: { providerPaymentId, outcome: dispute } }];
}

export function settle(payment: Known, truth: Truth): PaymentEvent[] {
  const { providerPaymentId, amount, currency, status } = truth;
  const heard = payment.heard[providerPaymentId];
  if (heard?.is === 'mismatched') return [];
  const why = status === 'open' || status === 'failed' ? undefined : mismatch(payment, truth);
  if (why) return isTaken(heard) ? [] : [{ type: 'PaymentMismatched', data: { providerPaymentId, amount, currency, why } }];
  const moved = progress(payment, truth);
  if (!isTaken(heard) && status !== 'captured') return moved;
  return [...moved, ...refunded(payment, truth, moved), ...disputed(payment, truth)];
}
