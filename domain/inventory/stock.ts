// What is known of one product at one location, and how each event changes it. Reserved and committed together never exceed what is on hand.
import type { Decider } from '../kernel/decider.ts';
import { EMPTY, getIn, type IdMap, setIn } from '../kernel/id-map.ts';
import type { InventoryCommand, InventoryEvent } from './messages.ts';

type Hold = { readonly quantity: number; readonly state: 'reserved' | 'committed' };
type End = 'refused' | 'released' | 'shipped' | 'returned';
type Past = { readonly quantity: number; readonly end: End };
/** `past`: how each order ended here, so that a command that comes late or again finds out. */
export type Stock = {
  readonly tracked: boolean;
  readonly threshold: number;
  readonly onHand: number;
  readonly isLow: boolean;
  readonly holds: Readonly<Record<string, Hold>>;
  readonly past: IdMap<Past>;
};
export const noStock: Stock = { tracked: false, threshold: 0, onHand: 0, isLow: false, holds: {}, past: EMPTY };

export const promised = ({ holds }: Stock): number => Object.values(holds).reduce((sum, { quantity }) => sum + quantity, 0);
export const available = (stock: Stock): number => stock.onHand - promised(stock);
export const endOf = ({ past }: Stock, orderId: string): Past | undefined => getIn(past, orderId);

const held = (stock: Stock, orderId: string, hold: Hold): Stock => ({ ...stock, holds: { ...stock.holds, [orderId]: hold } });
function ended(stock: Stock, orderId: string, quantity: number, end: End): Stock {
  const { [orderId]: _, ...holds } = stock.holds;
  return { ...stock, holds, past: setIn(stock.past, orderId, { quantity, end }) };
}
/** A new fall to the threshold is told again only after a rise above it. */
const rearmed = (stock: Stock): Stock => (stock.isLow && available(stock) > stock.threshold ? { ...stock, isLow: false } : stock);

export const evolve: Decider<InventoryCommand, InventoryEvent, Stock>['evolve'] = {
  StockTracked: ({ data: { threshold } }, stock) => ({ ...stock, tracked: true, threshold }),
  StockThresholdSet: ({ data: { threshold } }, stock) => rearmed({ ...stock, threshold }),
  StockReceived: ({ data: { quantity } }, stock) => rearmed({ ...stock, onHand: stock.onHand + quantity }),
  StockAdjusted: ({ data: { change } }, stock) => rearmed({ ...stock, onHand: stock.onHand + change }),
  StockReserved: ({ data: { orderId, quantity } }, stock) => held(stock, orderId, { quantity, state: 'reserved' }),
  StockRefused: ({ data: { orderId, quantity } }, stock) => ended(stock, orderId, quantity, 'refused'),
  StockCommitted: ({ data: { orderId, quantity } }, stock) => held(stock, orderId, { quantity, state: 'committed' }),
  StockReleased: ({ data: { orderId, quantity } }, stock) => rearmed(ended(stock, orderId, quantity, 'released')),
  StockShipped: ({ data: { orderId, quantity } }, stock) => ended({ ...stock, onHand: stock.onHand - quantity }, orderId, quantity, 'shipped'),
  StockReturned: ({ data: { orderId, quantity } }, stock) => rearmed(ended({ ...stock, onHand: stock.onHand + quantity }, orderId, quantity, 'returned')),
  LowStockReached: (_, stock) => ({ ...stock, isLow: true }),
};
