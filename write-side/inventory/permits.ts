import type { InventoryCommand } from '#domain/inventory/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** What is promised to orders is the hub's own doing. */
export const inventoryPermits = {
  TrackStock: ['admin', 'coordinator', 'finance', 'system'],
  ReceiveStock: ['admin', 'coordinator', 'nurse', 'finance'],
  AdjustStock: ['admin', 'coordinator', 'finance'],
  ReserveStock: ['system'],
  CommitStock: ['system'],
  ReleaseStock: ['system'],
  ShipStock: ['system'],
  ReturnStock: ['system'],
} as const satisfies Record<InventoryCommand['type'], Permit>;
