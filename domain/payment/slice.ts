import type { Slice } from '../kernel/slice.ts';
import { payment } from './decider.ts';
import { type PaymentCommand, type PaymentEvent, paymentCommands, paymentEvents } from './messages.ts';
import type { PaymentState } from './state.ts';

export const paymentSlice: Slice<PaymentCommand, PaymentEvent, PaymentState> = {
  name: 'payment',
  schema: 1,
  commands: paymentCommands,
  events: paymentEvents,
  decider: payment,
  opens: [],
  subject: (_, event, state) => (event.type === 'PaymentRequested' ? event.data.contactId : state.status === 'unknown' ? undefined : state.contactId),
};
