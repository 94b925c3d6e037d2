// Hands rows of the feed to the listeners of their tenant. Each tenant is served on its own, in slices, so that a tenant with
// thousands of screens delays nobody else.
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Position } from '#domain/kernel/envelope.ts';
import type { FeedRow } from './feed.ts';
import type { Listener } from './listener.ts';

export type Rooms = {
  join(tenant: string, listener: Listener): void;
  leave(tenant: string, listener: Listener): void;
  /** Rows in the order of their positions; call again only with later ones. */
  hand(rows: readonly FeedRow[]): void;
  /** The position of the last row handed to this tenant's listeners; rows of a tenant nobody listens to count as handed. */
  delivered(tenant: string): Position;
  readonly size: (tenant: string) => number;
};
type Room = { readonly listeners: Set<Listener>; readonly queue: FeedRow[]; delivered: Position; busy: boolean };

const SLICE = 500;

export function makeRooms(): Rooms {
  const rooms = new Map<string, Room>();
  const roomOf = (tenant: string): Room => {
    const found = rooms.get(tenant) ?? { listeners: new Set(), queue: [], delivered: 0n, busy: false };
    rooms.set(tenant, found);
    return found;
  };

  async function serve(room: Room): Promise<void> {
    room.busy = true;
    let sends = 0;
    for (let row = room.queue.shift(); row; row = room.queue.shift()) {
      room.delivered = row.position; // before the first listener: one that turns live meanwhile must read again
      for (const listener of room.listeners) {
        listener.hear(row);
        sends += 1;
        if (sends % SLICE === 0) await yieldToOthers();
      }
    }
    room.busy = false;
  }

  return {
    join: (tenant, listener) => void roomOf(tenant).listeners.add(listener),
    leave: (tenant, listener) => {
      const room = rooms.get(tenant);
      room?.listeners.delete(listener);
      if (room?.listeners.size === 0) rooms.delete(tenant);
    },
    hand: (rows) => {
      for (const row of rows) rooms.get(row.tenant)?.queue.push(row);
      for (const tenant of new Set(rows.map((r) => r.tenant))) {
        const room = rooms.get(tenant);
        if (room && !room.busy) void serve(room);
      }
    },
    delivered: (tenant) => rooms.get(tenant)?.delivered ?? 0n,
    size: (tenant) => rooms.get(tenant)?.listeners.size ?? 0,
  };
}
