// An order's stock. The order decides; its stock is reserved line by line, and then sold, freed, sent or taken back as the order says.
import type { StoredInventoryEvent } from '#domain/inventory/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StockOf, StoredOrderEvent } from '#domain/order/messages.ts';
import { stockStream } from '#write-side/inventory/stock-of.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

const FOLLOWS = { OrderPaid: 'CommitStock', OrderCancelled: 'ReleaseStock', OrderShipped: 'ShipStock', OrderReturned: 'ReturnStock' } as const;
type Asks = Extract<StoredOrderEvent, { type: 'OrderPlaced' | 'OrderStockReserved' }>;
type Tells = Extract<StoredOrderEvent, { type: keyof typeof FOLLOWS }>;
type Answers = Extract<StoredInventoryEvent, { type: 'StockReserved' | 'StockRefused' }>;

const reserve = (tenant: string, orderId: string, { offeringId, location, quantity }: StockOf): Order => ({
  to: stockStream(tenant, offeringId, location),
  command: { type: 'ReserveStock', data: { offeringId, orderId, quantity } },
});

function react(event: Recorded): Order | Order[] | undefined {
  const { type, data, stream } = event as Recorded<Asks | Tells | Answers>;
  const { tenant, id: orderId } = stream;
  switch (type) {
    case 'OrderPlaced':
    case 'OrderStockReserved':
      return data.next && reserve(tenant, orderId, data.next);
    case 'StockReserved':
    case 'StockRefused':
      return {
        to: { tenant, slice: 'order', id: data.orderId },
        command: { type: 'RecordReservation', data: { offeringId: data.offeringId, reserved: type === 'StockReserved' } },
      };
    default:
      return data.stock.map(({ offeringId, location }) => ({
        to: stockStream(tenant, offeringId, location),
        command: { type: FOLLOWS[type], data: { orderId } },
      }));
  }
}

export const orderStock: Reactor = {
  name: 'order-stock',
  types: ['OrderPlaced', 'OrderStockReserved', 'StockReserved', 'StockRefused', ...Object.keys(FOLLOWS)],
  react,
};
