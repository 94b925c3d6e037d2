import { anyDeadlines, type DeadlineChange, END_ALL } from '../kernel/deadline.ts';
import { plusMinutes } from '../kernel/instants.ts';
import { MANUAL, type StoredPaymentEvent } from './messages.ts';

const FIRST_MINUTES = 5;
const MOST_ATTEMPTS = 12; // the last ask comes about two weeks after the first

const ask = (at: string, attempt: number): DeadlineChange =>
  attempt > MOST_ATTEMPTS
    ? END_ALL
    : {
        set: [
          {
            name: 'payment-asked',
            at: plusMinutes(at, FIRST_MINUTES * 2 ** attempt),
            command: { type: 'RecordEvidence', data: { evidenceId: `deadline ${attempt}`, source: 'deadline', attempt } },
          },
        ],
      };

/** A webhook may never come: until the provider has said how it ended, it is asked again, ever more rarely. */
export const paymentDeadlines = anyDeadlines<StoredPaymentEvent>({
  PaymentOpened: ({ data: { session }, meta }) => (session === MANUAL ? {} : ask(meta.occurredAt, 0)),
  PaymentEvidenceReceived: ({ data: { source, attempt = 0 }, meta }) => (source === 'deadline' ? ask(meta.occurredAt, attempt + 1) : {}),
  PaymentCaptured: () => END_ALL,
  PaymentFailed: () => END_ALL,
});
