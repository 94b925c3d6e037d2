import { EMPTY, getIn, type IdMap, setIn } from '../kernel/id-map.ts';
import type { Slice } from '../kernel/slice.ts';
import { type OrderbookCommand, type OrderbookEvent, orderbookCommands, orderbookEvents } from './messages.ts';

/** `last`: the highest number given out. */
export type Orderbook = { readonly last: number; readonly numbers: IdMap<number> };

export const orderbookSlice: Slice<OrderbookCommand, OrderbookEvent, Orderbook> = {
  name: 'orderbook',
  schema: 1,
  commands: orderbookCommands,
  events: orderbookEvents,
  decider: {
    initial: { last: 0, numbers: EMPTY },
    decide: {
      EnterOrder: ({ data: { orderId } }, { last, numbers }) =>
        getIn(numbers, orderId) === undefined ? [{ type: 'OrderNumbered', data: { orderId, number: last + 1 } }] : [],
    },
    evolve: { OrderNumbered: ({ data: { orderId, number } }, { numbers }) => ({ last: number, numbers: setIn(numbers, orderId, number) }) },
  },
  subject: () => undefined, // a list of numbers is about nobody
};
