import { type Decider, fold, type Rejection, reject } from '../kernel/decider.ts';
import type { InventoryCommand, InventoryEvent } from './messages.ts';
import { available, endOf, evolve, noStock, promised, type Stock } from './stock.ts';

type Decided = InventoryEvent[] | Rejection;

const ifTracked = (stock: Stock, decide: () => Decided): Decided => (stock.tracked ? decide() : reject('inventory.unknown'));

/** The events, and that stock is low now when they make it so. */
function andLow(stock: Stock, events: InventoryEvent[]): InventoryEvent[] {
  const after = fold(decider, events, stock);
  const { threshold } = after;
  return after.tracked && !after.isLow && available(after) <= threshold
    ? [...events, { type: 'LowStockReached', data: { available: available(after), threshold } }]
    : events;
}

function reserve(stock: Stock, offeringId: string, orderId: string, quantity: number): InventoryEvent[] {
  if (stock.holds[orderId] || endOf(stock, orderId)) return [];
  const free = stock.tracked ? available(stock) : 0;
  if (quantity > free) return [{ type: 'StockRefused', data: { offeringId, orderId, quantity, available: free } }];
  return andLow(stock, [{ type: 'StockReserved', data: { offeringId, orderId, quantity } }]);
}

// The order's own stream has decided what these four report. Its events may come in any order, so each takes the steps still missing before it.
const isGone = (stock: Stock, orderId: string) => ['shipped', 'returned'].includes(endOf(stock, orderId)?.end ?? '');
/** A paid order that was then cancelled: its release may arrive before its sale, which then has nothing left to sell. */
const isFreed = (stock: Stock, orderId: string) => endOf(stock, orderId)?.end === 'released';
function commit(stock: Stock, orderId: string): Decided {
  const hold = stock.holds[orderId];
  if (!hold) return isGone(stock, orderId) || isFreed(stock, orderId) ? [] : reject('inventory.not-reserved');
  return hold.state === 'committed' ? [] : [{ type: 'StockCommitted', data: { orderId, quantity: hold.quantity } }];
}
const release = (stock: Stock, orderId: string): InventoryEvent[] =>
  endOf(stock, orderId) ? [] : [{ type: 'StockReleased', data: { orderId, quantity: stock.holds[orderId]?.quantity ?? 0 } }];
function ship(stock: Stock, orderId: string): Decided {
  const hold = stock.holds[orderId];
  if (!hold) return isGone(stock, orderId) ? [] : reject('inventory.not-reserved');
  return [{ type: 'StockShipped', data: { orderId, quantity: hold.quantity } }];
}
function takeBack(stock: Stock, orderId: string): Decided {
  const end = endOf(stock, orderId);
  if (end?.end === 'returned') return [];
  const shipped = ship(stock, orderId);
  if ('rejected' in shipped) return shipped;
  const quantity = stock.holds[orderId]?.quantity ?? end!.quantity;
  return [...shipped, { type: 'StockReturned', data: { orderId, quantity } }];
}

export const decider: Decider<InventoryCommand, InventoryEvent, Stock> = {
  initial: noStock,
  decide: {
    TrackStock: ({ data: { offeringId, location, threshold, opening = 0 } }, stock) => {
      if (stock.tracked) return threshold === stock.threshold ? [] : andLow(stock, [{ type: 'StockThresholdSet', data: { threshold } }]);
      const received: InventoryEvent[] = opening > 0 ? [{ type: 'StockReceived', data: { quantity: opening } }] : [];
      return andLow(stock, [{ type: 'StockTracked', data: { offeringId, location, threshold } }, ...received]);
    },
    ReceiveStock: ({ data: { quantity, reference } }, stock) =>
      ifTracked(stock, () => [{ type: 'StockReceived', data: { quantity, ...(reference && { reference }) } }]),
    AdjustStock: ({ data: { change, reason } }, stock) =>
      ifTracked(stock, () => {
        if (change === 0) return [];
        if (available(stock) + change < 0) return reject('inventory.promised', { onHand: stock.onHand, promised: promised(stock) });
        return andLow(stock, [{ type: 'StockAdjusted', data: { change, reason } }]);
      }),
    ReserveStock: ({ data: { offeringId, orderId, quantity } }, stock) => reserve(stock, offeringId, orderId, quantity),
    CommitStock: ({ data: { orderId } }, stock) => commit(stock, orderId),
    ReleaseStock: ({ data: { orderId } }, stock) => release(stock, orderId),
    ShipStock: ({ data: { orderId } }, stock) => ship(stock, orderId),
    ReturnStock: ({ data: { orderId } }, stock) => takeBack(stock, orderId),
  },
  evolve,
};
