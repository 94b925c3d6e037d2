import { anyDeadlines } from '../kernel/deadline.ts';
import type { StoredDepositEvent } from './messages.ts';

const name = (paymentId: string) => `deposit-lapses:${paymentId}`;

/** A deposit nobody paid in time is asked for no more. */
export const depositDeadlines = anyDeadlines<StoredDepositEvent>({
  DepositAsked: ({ data: { paymentId, until } }) => ({
    set: [{ name: name(paymentId), at: until, command: { type: 'LapseDeposit', data: { paymentId } } }],
  }),
  DepositPaid: ({ data }) => ({ end: [name(data.paymentId)] }),
  DepositLapsed: ({ data }) => ({ end: [name(data.paymentId)] }),
});
