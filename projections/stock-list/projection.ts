import type { StoredInventoryEvent } from '#domain/inventory/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type StockHold, StockList, type StockRow } from './table.ts';

type Row = StockRow | undefined;
type Change = { threshold?: number; onHand?: number; holds?: StockRow['holds'] };

function change({ recordedAt, revision, position }: Seen<StoredInventoryEvent>, row: Row, to: Change): Row {
  if (!row) return undefined;
  const next = { ...row, ...to };
  const available = next.onHand - Object.values(next.holds).reduce((sum, { quantity }) => sum + quantity, 0);
  return { ...next, available, isLow: available <= next.threshold, updatedAt: recordedAt, revision, position };
}
const hold = (row: Row, orderId: string, of: StockHold): StockRow['holds'] => ({ ...row?.holds, [orderId]: of });
function without(row: Row, orderId: string): StockRow['holds'] {
  const { [orderId]: _, ...holds } = row?.holds ?? {};
  return holds;
}

export const stockList: Fold<StoredInventoryEvent, StockRow> = {
  name: 'stock-list',
  key: ({ stream }) => stream.id,
  when: {
    StockTracked: (event) => {
      const { data, meta, stream, recordedAt, revision, position } = event;
      const nothing = { onHand: 0, holds: {}, available: 0, isLow: true };
      return { tenant: meta.tenant, id: stream.id, ...data, ...nothing, updatedAt: recordedAt, revision, position };
    },
    StockThresholdSet: (event, row) => change(event, row, { threshold: event.data.threshold }),
    StockReceived: (event, row) => change(event, row, { onHand: (row?.onHand ?? 0) + event.data.quantity }),
    StockAdjusted: (event, row) => change(event, row, { onHand: (row?.onHand ?? 0) + event.data.change }),
    StockReserved: (event, row) => change(event, row, { holds: hold(row, event.data.orderId, { quantity: event.data.quantity, state: 'reserved' }) }),
    StockCommitted: (event, row) => change(event, row, { holds: hold(row, event.data.orderId, { quantity: event.data.quantity, state: 'committed' }) }),
    StockReleased: (event, row) => change(event, row, { holds: without(row, event.data.orderId) }),
    StockShipped: (event, row) => change(event, row, { onHand: (row?.onHand ?? 0) - event.data.quantity, holds: without(row, event.data.orderId) }),
    StockReturned: (event, row) => change(event, row, { onHand: (row?.onHand ?? 0) + event.data.quantity }),
  },
};
export const stockListView = view(stockList, StockList);
