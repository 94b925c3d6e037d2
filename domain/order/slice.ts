import type { Slice } from '../kernel/slice.ts';
import { order } from './decider.ts';
import { type OrderCommand, type OrderEvent, orderCommands, orderEvents } from './messages.ts';
import type { OrderState } from './state.ts';

export const orderSlice: Slice<OrderCommand, OrderEvent, OrderState> = {
  name: 'order',
  schema: 1,
  commands: orderCommands,
  events: orderEvents,
  decider: order,
  opens: [],
  subject: (_, event, state) => (event.type === 'OrderPlaced' ? event.data.contactId : state.status === 'unknown' ? undefined : state.contactId),
};
