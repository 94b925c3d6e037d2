// How one namespace lets people in: who may come, how many of a tenant, and the feed behind each.
import type { Namespace, Socket } from 'socket.io';
import type { Position } from '#domain/kernel/envelope.ts';
import { HubError, toHubError } from '#domain/kernel/errors.ts';
import type { Feed, FeedRow } from '#read-side/live/feed.ts';
import type { Rooms } from '#read-side/live/rooms.ts';
import type { ConnectionDeps, ConnectionLimits } from './connection.ts';
import type { Pump } from './pump.ts';
import type { Queue } from './queue.ts';
import { makeSpan } from './span.ts';

export type GateDeps = {
  readonly feed: Pick<Feed, 'of' | 'span'>;
  readonly pump: Pick<Pump, 'position'>;
  readonly rooms: Rooms;
  readonly queues: Set<Queue>;
  readonly limits: ConnectionLimits & { readonly connectionsPerTenant: number };
  /** What of a row is told. */
  readonly shape: (row: FeedRow) => object;
  readonly onCount: (by: 1 | -1) => void;
  readonly onPush: (events: number) => void;
  readonly onDrop: (reason: string) => void;
};
export type Gate = {
  /** Whom `data` throws for does not connect; what it answers is the socket's `data`. */
  admit(namespace: Namespace, data: (auth: unknown, socket: Socket) => Promise<object>): void;
  /** Throws when the tenant has all its connections open. */
  bound(tenant: string): void;
  feeding(tenant: string, only?: Pick<FeedRow, 'slice' | 'streamId'>): ConnectionDeps;
  readonly onDrop: (reason: string) => void;
};

const refusal = (error: unknown): Error => {
  const { code, kind } = toHubError(error);
  return Object.assign(new Error(code), { data: { code: kind === 'bug' ? 'hub.bug' : code } });
};

export function makeGate(deps: GateDeps): Gate {
  const { feed, pump, rooms, queues, limits } = deps;
  const span = makeSpan(feed);
  const open = new Map<string, number>();
  const count = (tenant: string, by: number) => {
    const now = (open.get(tenant) ?? 0) + by;
    if (now > 0) open.set(tenant, now);
    else open.delete(tenant);
  };

  /** False when rows were trimmed, or when the position is ahead of the log: one of another hub, or of one restored from a backup. */
  async function keeps(tenant: string, position: Position): Promise<boolean> {
    const present = pump.position(tenant);
    const { oldest, newest } = (await span()) ?? { oldest: present, newest: 0n };
    return position > present ? position <= newest : position >= oldest || position === present;
  }

  return {
    admit: (namespace, data) => {
      const asked = async (socket: Socket): Promise<Error | undefined> => {
        try {
          socket.data = await data(socket.handshake.auth, socket);
          return undefined;
        } catch (error) {
          return refusal(error);
        }
      };
      namespace.use(async (socket, next) => next(await asked(socket)));
      namespace.on('connection', (socket) => {
        deps.onCount(1);
        const { tenant } = (socket.data as { who: { tenant: string } }).who;
        count(tenant, 1);
        socket.on('disconnect', () => {
          deps.onCount(-1);
          count(tenant, -1);
        });
      });
    },
    bound: (tenant) => {
      if ((open.get(tenant) ?? 0) < limits.connectionsPerTenant) return;
      throw new HubError('too-many', 'live.full', 'This tenant has all its live connections open.');
    },
    feeding: (tenant, only) => {
      let fresh: Position | undefined; // the present of a moment ago, which may be far behind what the feed has of other tenants
      return {
        rooms,
        queues,
        limits,
        readAfter: (after, most) => feed.of(tenant, after, most, only),
        keeps: async (position) => position === fresh || keeps(tenant, position),
        present: () => {
          fresh = pump.position(tenant);
          return fresh;
        },
        shape: deps.shape,
        onPush: deps.onPush,
        onDrop: deps.onDrop,
      };
    },
    onDrop: deps.onDrop,
  };
}
