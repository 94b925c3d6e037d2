// What every socket has whoever is at its other end: a listener on its room, a bounded queue, a bound on what it may say, an end in time.
import type { Socket } from 'socket.io';
import type { Position } from '#domain/kernel/envelope.ts';
import type { FeedRow } from '#read-side/live/feed.ts';
import type { Hears } from '#read-side/live/hearing.ts';
import { makeListener, type Listener } from '#read-side/live/listener.ts';
import type { Rooms } from '#read-side/live/rooms.ts';
import { cut } from './cut.ts';
import { makeQueue, type Queue } from './queue.ts';

export type ConnectionDeps = {
  readonly rooms: Rooms;
  readonly readAfter: (after: Position, limit: number) => Promise<readonly FeedRow[]>;
  readonly keeps: (position: Position) => Promise<boolean>;
  readonly present: () => Position;
  readonly shape: (row: FeedRow) => object;
  readonly onPush: (events: number) => void;
  readonly onDrop: (reason: string) => void;
  readonly limits: ConnectionLimits;
  /** What waits for whom, of all connections. */
  readonly queues: Set<Queue>;
};
export type ConnectionLimits = {
  /** Bytes waiting for one client; beyond it nothing more is queued, and the client goes on from the feed once it has taken them. */
  readonly buffered: number;
  /** How long it may take to do so before it is cut. */
  readonly patienceMs: number;
  /** Rows brought one by one to a client that comes back; beyond it the client is told to fetch everything anew. */
  readonly missed: number;
};

/** Makes the socket a listener of the room `key`; it hears nothing until `catchUp`. */
export function connect(socket: Socket, key: string, from: Position, hears: Hears, deps: ConnectionDeps): Listener {
  const { rooms, limits } = deps;
  const queue = makeQueue(socket);
  deps.queues.add(queue);
  const listener = makeListener(
    socket.id,
    from,
    hears,
    {
      readAfter: deps.readAfter,
      keeps: deps.keeps,
      delivered: () => rooms.delivered(key),
      present: deps.present,
      send: (row) => {
        socket.emit('event', deps.shape(row));
        deps.onPush(1);
      },
      skip: (to) => void socket.emit('resync', { cursor: to.toString() }),
      full: () => queue.bytes() > limits.buffered,
      drained: () => queue.drained(limits.buffered / 4, limits.patienceMs),
      drop: (reason) => {
        deps.onDrop(reason);
        cut(socket);
      },
    },
    limits.missed,
  );
  rooms.join(key, listener);
  socket.on('disconnect', () => {
    listener.stop();
    rooms.leave(key, listener);
    deps.queues.delete(queue);
  });
  return listener;
}

const MOST_MESSAGES = 120; // a minute, from one client

/** Cuts a client that says too much. */
export function boundMessages(socket: Socket, onDrop: (reason: string) => void): void {
  let messages = 0;
  const calm = setInterval(() => {
    messages = 0;
  }, 60_000);
  socket.on('disconnect', () => clearInterval(calm));
  socket.use((_packet, next) => {
    messages += 1;
    if (messages <= MOST_MESSAGES) return next();
    onDrop('flood');
    cut(socket);
  });
}

const LONGEST_MS = 2 ** 31 - 1;

/** Ends the connection in good order: now, or at a time (milliseconds; infinite: never) until another is given. */
export function makeEnd(socket: Socket, onDrop: (reason: string) => void): { now(): void; at(expiresAt: number): void } {
  let expiry: NodeJS.Timeout | undefined;
  const now = () => {
    onDrop('signed-out');
    socket.emit('signed-out');
    socket.disconnect();
  };
  socket.on('disconnect', () => clearTimeout(expiry));
  return {
    now,
    at: (expiresAt) => {
      clearTimeout(expiry);
      if (Number.isFinite(expiresAt)) expiry = setTimeout(now, Math.min(LONGEST_MS, Math.max(0, expiresAt - Date.now())));
    },
  };
}
