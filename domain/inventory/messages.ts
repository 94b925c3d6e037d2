// Stock of one product at one location: what is there, and what of it is promised to which order.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const MAIN = 'main';
export const location = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a location is up to 40 lower-case letters, digits or dashes');
const quantity = z.int().min(1).max(1_000_000);
const level = z.int().min(0).max(1_000_000);
const reason = z.string().trim().min(1).max(500);

export const inventoryCommands = defineCommands({
  /** Begins to count stock, or changes the level at which it is low; `opening` counts only the first time. */
  TrackStock: z.strictObject({ offeringId: id, location, threshold: level, opening: level.optional() }),
  ReceiveStock: z.strictObject({ quantity, reference: z.string().trim().min(1).max(120).optional() }),
  /** What a count found more (or less, below zero) than there should be. */
  AdjustStock: z.strictObject({ change: z.int().min(-1_000_000).max(1_000_000), reason }),
  ReserveStock: z.strictObject({ offeringId: id, orderId: id, quantity }),
  CommitStock: z.strictObject({ orderId: id }),
  ReleaseStock: z.strictObject({ orderId: id }),
  ShipStock: z.strictObject({ orderId: id }),
  ReturnStock: z.strictObject({ orderId: id }),
});
export type InventoryCommand = CommandOf<typeof inventoryCommands>;

const held = { operational: { orderId: id, quantity: z.int() } };
export const inventoryEvents = defineEvents({
  StockTracked: { operational: { offeringId: id, location, threshold: level } },
  StockThresholdSet: { operational: { threshold: level } },
  StockReceived: { operational: { quantity: z.int(), reference: z.string().optional() } },
  StockAdjusted: { operational: { change: z.int(), reason: z.string() } },
  StockReserved: { operational: { offeringId: id, orderId: id, quantity: z.int() } },
  /** An answer, not an error: the order that asked has to hear it. */
  StockRefused: { operational: { offeringId: id, orderId: id, quantity: z.int(), available: z.int() } },
  /** Still on hand, and sold. */
  StockCommitted: held,
  /** Free again. `quantity` 0: nothing was reserved yet, and a reservation that comes late will not be made. */
  StockReleased: held,
  /** No longer on hand. */
  StockShipped: held,
  /** Back on hand. */
  StockReturned: held,
  /** Told once each time what is free falls to the threshold. */
  LowStockReached: { operational: { available: z.int(), threshold: level } },
});
export type InventoryEvent = EventOf<typeof inventoryEvents>;
export type StoredInventoryEvent = StoredEventOf<typeof inventoryEvents>;
