// From the accepted offer over the provider's word to the journey. A deposit that is here lets the case go on and becomes the travel agent's
// task; when the case ends before, finance hears that it is owed.
import type { StoredCaseEvent } from '#domain/case/messages.ts';
import type { DepositCommand } from '#domain/deposit/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StoredOfferEvent } from '#domain/offer/messages.ts';
import type { StoredPaymentEvent } from '#domain/payment/messages.ts';
import type { StoredTravelEvent } from '#domain/travel/messages.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

type Heard = Extract<
  StoredOfferEvent | StoredPaymentEvent | StoredTravelEvent | StoredCaseEvent,
  { type: 'OfferAccepted' | 'PaymentCaptured' | 'PaymentRefunded' | 'TravelReserved' | 'CaseCancelled' | 'CaseDeclined' | 'CaseReopened' }
>;

function commandFor({ type, data, stream }: Recorded<Heard>): DepositCommand {
  switch (type) {
    case 'OfferAccepted':
      return { type: 'ExpectDeposit', data: { currency: data.currency, total: data.total } };
    case 'PaymentCaptured':
      return { type: 'CountDeposit', data: { paymentId: stream.id, amount: data.amount } };
    case 'PaymentRefunded':
      return { type: 'ReturnDeposit', data: { paymentId: stream.id, amount: data.amount } };
    case 'TravelReserved':
      return { type: 'UseDeposit', data: {} };
    case 'CaseReopened':
      return { type: 'ResumeDeposit', data: {} };
    default:
      return { type: 'HaltDeposit', data: {} };
  }
}

function react(recorded: Recorded): Order | undefined {
  const event = recorded as Recorded<Heard>;
  const { tenant, slice, id } = event.stream;
  const caseId = slice === 'payment' ? (event.data as { caseId?: string }).caseId : id;
  return caseId === undefined ? undefined : { to: { tenant, slice: 'deposit', id: caseId }, command: commandFor(event) };
}

export const deposits: Reactor = {
  name: 'deposits',
  types: ['OfferAccepted', 'PaymentCaptured', 'PaymentRefunded', 'TravelReserved', 'CaseCancelled', 'CaseDeclined', 'CaseReopened'],
  react,
};
