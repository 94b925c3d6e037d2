// Hands rows of the feed to the listeners of their room. Each room is served on its own, in slices, so that a tenant with
// thousands of screens delays nobody else.
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Position } from '#domain/kernel/envelope.ts';
import type { FeedRow } from './feed.ts';
import type { Listener } from './listener.ts';

export type Hearer = Pick<Listener, 'id' | 'hear'>;
export type Rooms = {
  join(key: string, listener: Hearer): void;
  leave(key: string, listener: Hearer): void;
  /** Rows in the order of their positions; call again only with later ones. */
  hand(rows: readonly FeedRow[]): void;
  /** The position of the last row handed to this room's listeners; rows of a room nobody listens to count as handed. */
  delivered(key: string): Position;
  readonly size: (key: string) => number;
};
/** Sends one row to the listeners with these ids, so that it is encoded once for all of them. */
export type Deliver = (row: FeedRow, listeners: readonly string[]) => void;
type Room = { readonly listeners: Set<Hearer>; queue: FeedRow[]; delivered: Position; busy: boolean };

const SLICE = 500;

/** `keyOf`: the room a row belongs to. */
export function makeRooms(keyOf: (row: FeedRow) => string, deliver: Deliver): Rooms {
  const rooms = new Map<string, Room>();
  const roomOf = (key: string): Room => {
    const found = rooms.get(key) ?? { listeners: new Set(), queue: [], delivered: 0n, busy: false };
    rooms.set(key, found);
    return found;
  };

  async function tell(room: Room, row: FeedRow): Promise<void> {
    room.delivered = row.position; // before the first listener: one that turns live meanwhile must read again
    let [asked, due] = [0, [] as string[]];
    const flush = () => {
      if (due.length > 0) deliver(row, due);
      due = [];
    };
    for (const listener of room.listeners) {
      if (listener.hear(row)) due.push(listener.id);
      asked += 1;
      if (asked % SLICE > 0) continue;
      flush(); // before others run: they may send the same listener something later
      await yieldToOthers();
    }
    flush();
  }
  async function serve(room: Room): Promise<void> {
    room.busy = true;
    for (let sent = 0; room.queue.length > 0; ) {
      const rows = room.queue;
      room.queue = [];
      for (const row of rows) {
        await tell(room, row);
        sent += room.listeners.size;
        if (sent < SLICE) continue;
        sent = 0;
        await yieldToOthers();
      }
    }
    room.busy = false;
  }

  return {
    join: (key, listener) => void roomOf(key).listeners.add(listener),
    leave: (key, listener) => {
      const room = rooms.get(key);
      room?.listeners.delete(listener);
      if (room?.listeners.size === 0) rooms.delete(key);
    },
    hand: (news) => {
      const idle = new Set<Room>();
      for (const row of news) {
        const room = rooms.get(keyOf(row));
        room?.queue.push(row);
        if (room && !room.busy) idle.add(room);
      }
      for (const room of idle) void serve(room);
    },
    delivered: (key) => rooms.get(key)?.delivered ?? 0n,
    size: (key) => rooms.get(key)?.listeners.size ?? 0,
  };
}
