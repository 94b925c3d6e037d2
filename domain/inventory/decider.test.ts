import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection, reject } from '../kernel/decider.ts';
import type { InventoryCommand, InventoryEvent } from './messages.ts';
import { inventorySlice as slice } from './slice.ts';
import { available, promised } from './stock.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const [offeringId, a, b] = [id(9), id(1), id(2)];
const stock = (quantity: number, threshold = 0): InventoryEvent[] => [
  { type: 'StockTracked', data: { offeringId, location: 'main', threshold } },
  { type: 'StockReceived', data: { quantity } },
];
const event = (type: 'StockReserved' | 'StockCommitted' | 'StockReleased' | 'StockShipped' | 'StockReturned', orderId: string, quantity: number) =>
  ({ type, data: { ...(type === 'StockReserved' && { offeringId }), orderId, quantity } }) as InventoryEvent;
const reserve = (orderId: string, quantity: number): InventoryCommand => ({ type: 'ReserveStock', data: { offeringId, orderId, quantity } });
const to = (type: 'CommitStock' | 'ReleaseStock' | 'ShipStock' | 'ReturnStock', orderId: string): InventoryCommand => ({ type, data: { orderId } });
const low = (available: number, threshold: number): InventoryEvent => ({ type: 'LowStockReached', data: { available, threshold } });

spec('inventory', (it) => {
  it('counting begins once, with what is there; again it only moves the threshold', () => {
    const track = (threshold: number): InventoryCommand => ({ type: 'TrackStock', data: { offeringId, location: 'main', threshold, opening: 5 } });
    given(slice)
      .when(track(1))
      .then(...stock(5, 1));
    given(slice, ...stock(5, 1))
      .when(track(1))
      .then();
    given(slice, ...stock(5, 1))
      .when(track(2))
      .then({ type: 'StockThresholdSet', data: { threshold: 2 } });
  });
  it('reserves what is free, and answers an order that asks for more that it is refused', () => {
    given(slice, ...stock(5))
      .when(reserve(a, 3))
      .then(event('StockReserved', a, 3));
    given(slice, ...stock(5), event('StockReserved', a, 3))
      .when(reserve(b, 3))
      .then({ type: 'StockRefused', data: { offeringId, orderId: b, quantity: 3, available: 2 } });
    given(slice)
      .when(reserve(a, 1))
      .then({ type: 'StockRefused', data: { offeringId, orderId: a, quantity: 1, available: 0 } });
  });
  it('a reservation is made, sold, sent and taken back once each', () => {
    const made = [...stock(5), event('StockReserved', a, 3)];
    const sold = [...made, event('StockCommitted', a, 3)];
    const sent = [...sold, event('StockShipped', a, 3)];
    given(slice, ...made)
      .when(reserve(a, 3))
      .then();
    given(slice, ...made)
      .when(to('CommitStock', a))
      .then(event('StockCommitted', a, 3));
    given(slice, ...sold)
      .when(to('CommitStock', a))
      .then();
    given(slice, ...sold)
      .when(to('ShipStock', a))
      .then(event('StockShipped', a, 3));
    given(slice, ...sent)
      .when(to('ReturnStock', a))
      .then(event('StockReturned', a, 3));
  });
  it('a release frees what was reserved or sold, and again changes nothing', () => {
    const made = [...stock(5), event('StockReserved', a, 3)];
    given(slice, ...made)
      .when(to('ReleaseStock', a))
      .then(event('StockReleased', a, 3));
    given(slice, ...made, event('StockReleased', a, 3))
      .when(to('ReleaseStock', a))
      .then();
  });
  it('a reservation that comes after its release is not made', () => {
    given(slice, ...stock(5))
      .when(to('ReleaseStock', a))
      .then(event('StockReleased', a, 0));
    given(slice, ...stock(5), event('StockReleased', a, 0))
      .when(reserve(a, 3))
      .then();
  });
  it('what is sent before it was heard to be sold is sent all the same, and the late sale changes nothing', () => {
    const sent = [...stock(5), event('StockReserved', a, 3), event('StockShipped', a, 3)];
    given(slice, ...sent)
      .when(to('CommitStock', a))
      .then();
    given(slice, ...stock(5), event('StockReserved', a, 3))
      .when(to('ReturnStock', a))
      .then(event('StockShipped', a, 3), event('StockReturned', a, 3));
  });
  it('a sale that arrives after its order was cancelled changes nothing', () => {
    given(slice, ...stock(5), event('StockReserved', a, 3), event('StockReleased', a, 3))
      .when(to('CommitStock', a))
      .then();
  });
  it('nothing is sold or sent that was never reserved', () => {
    for (const type of ['CommitStock', 'ShipStock', 'ReturnStock'] as const)
      given(slice, ...stock(5))
        .when(to(type, a))
        .then(reject('inventory.not-reserved'));
  });
  it('a count never takes away what is promised', () => {
    const made = [...stock(5), event('StockReserved', a, 3)];
    given(slice, ...made)
      .when({ type: 'AdjustStock', data: { change: -3, reason: 'broken' } })
      .then(reject('inventory.promised', { onHand: 5, promised: 3 }));
    given(slice, ...made)
      .when({ type: 'AdjustStock', data: { change: -2, reason: 'broken' } })
      .then({ type: 'StockAdjusted', data: { change: -2, reason: 'broken' } }, low(0, 0));
  });
  it('low stock is told when it falls to the threshold, and again only after it rose above', () => {
    const fallen = [...stock(5, 2), event('StockReserved', a, 3), low(2, 2)];
    given(slice, ...stock(5, 2))
      .when(reserve(a, 3))
      .then(event('StockReserved', a, 3), low(2, 2));
    given(slice, ...fallen)
      .when(reserve(b, 1))
      .then(event('StockReserved', b, 1));
    given(slice, ...fallen, event('StockReleased', a, 3))
      .when(reserve(b, 3))
      .then(event('StockReserved', b, 3), low(2, 2));
  });
  it('reserved and committed together never exceed what is on hand, whatever comes in whatever order', () => {
    const orderId = fc.constantFrom(id(1), id(2), id(3), id(4));
    const command: fc.Arbitrary<InventoryCommand> = fc.oneof(
      fc.tuple(orderId, fc.integer({ min: 1, max: 6 })).map(([orderId, quantity]) => reserve(orderId, quantity)),
      fc
        .tuple(fc.constantFrom('CommitStock', 'ReleaseStock', 'ShipStock', 'ReturnStock'), orderId)
        .map(([type, orderId]) => to(type as 'CommitStock', orderId)),
      fc.integer({ min: 1, max: 5 }).map((quantity): InventoryCommand => ({ type: 'ReceiveStock', data: { quantity } })),
      fc.integer({ min: -5, max: 5 }).map((change): InventoryCommand => ({ type: 'AdjustStock', data: { change, reason: 'count' } })),
    );
    fc.assert(
      fc.property(fc.nat(8), fc.array(command, { maxLength: 40 }), (opening, commands) => {
        const log = stock(opening, 2);
        for (const c of commands) {
          const answer = decide(slice, log, c);
          if (!isRejection(answer)) log.push(...answer);
          const now = fold(slice.decider, log);
          assert.ok(promised(now) >= 0 && promised(now) <= now.onHand, JSON.stringify(now));
          assert.is(now.isLow, now.isLow && available(now) <= now.threshold);
          const again = decide(slice, log, c); // a process's command given again changes nothing
          if (c.type.endsWith('Stock') && 'orderId' in c.data) assert.ok(isRejection(again) || again.length === 0);
        }
      }),
      { numRuns: 150 },
    );
  });
});
