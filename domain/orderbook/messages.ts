// The order book of a tenant's year: it gives each accepted order the next number, so numbers have no gap. Its stream's id is the year.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const orderbookCommands = defineCommands({ EnterOrder: z.strictObject({ orderId: id }) });
export type OrderbookCommand = CommandOf<typeof orderbookCommands>;

export const orderbookEvents = defineEvents({ OrderNumbered: { operational: { orderId: id, number: z.int() } } });
export type OrderbookEvent = EventOf<typeof orderbookEvents>;
export type StoredOrderbookEvent = StoredEventOf<typeof orderbookEvents>;
