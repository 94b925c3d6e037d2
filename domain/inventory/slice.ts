import type { Slice } from '../kernel/slice.ts';
import { decider } from './decider.ts';
import { type InventoryCommand, type InventoryEvent, inventoryCommands, inventoryEvents } from './messages.ts';
import type { Stock } from './stock.ts';

export const inventorySlice: Slice<InventoryCommand, InventoryEvent, Stock> = {
  name: 'inventory',
  schema: 1,
  commands: inventoryCommands,
  events: inventoryEvents,
  decider,
  subject: () => undefined, // goods are not a person
};
