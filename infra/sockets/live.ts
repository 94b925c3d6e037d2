// The live namespace: who may connect, where each begins, and an orderly end.
import type { Server as HttpServer } from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { Position } from '#domain/kernel/envelope.ts';
import { HubError, toHubError } from '#domain/kernel/errors.ts';
import { type Feed, parseCursor } from '#read-side/live/feed.ts';
import type { MaySeeCase } from '#read-side/live/hearing.ts';
import { MOST_MISSED } from '#read-side/live/listener.ts';
import { makeRooms } from '#read-side/live/rooms.ts';
import type { Standing } from '../auth/standing.ts';
import type { Verified } from '../auth/tokens.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { connect, type ConnectionDeps } from './connection.ts';
import { cut } from './cut.ts';
import { startPump } from './pump.ts';

export type LiveDeps = {
  readonly server: HttpServer;
  readonly verify: (token: string) => Promise<Verified>;
  /** What ends connections before their token does. */
  readonly standing?: Pick<Standing, 'check' | 'onChange'>;
  readonly feed: Feed;
  /** Starts calling when the feed may have grown: `(poke) => listen(url, 'hub_live', { onNotice: poke, onListening: poke })`. */
  readonly listen: (poke: () => void) => { close(): Promise<void> };
  readonly maySeeCase: MaySeeCase;
  /** Hears new events before any socket does, once their views are committed. */
  readonly onEvents?: (rows: readonly { readonly tenant: string; readonly slice: string }[]) => void;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'connections' | 'pushed' | 'dropped'>;
  readonly limits?: Partial<LiveLimits>;
  /** Refuse long polling; some company networks allow nothing else. */
  readonly websocketOnly?: boolean;
};
export type LiveLimits = {
  readonly connections: number;
  readonly connectionsPerTenant: number;
  /** Packets waiting for one client before it is dropped. */
  readonly buffered: number;
  /** Rows brought one by one to a client that comes back; beyond it the client is told to fetch everything anew. */
  readonly missed: number;
  /** How late an event can be when a notice is lost. */
  readonly pollMs: number;
};
const LIMITS: LiveLimits = { connections: 10_000, connectionsPerTenant: 2_000, buffered: 2_000, missed: MOST_MISSED, pollMs: 1_000 };
export type Live = { connections(): number; close(): Promise<void> };

const handshake = z.object({ token: z.string().max(4096), cursor: z.unknown().optional(), scope: z.literal('watched').optional() });
/** `missed`: the client had a cursor we cannot serve from. */
type Data = { who: Verified; from: Position; missed: boolean; onlyWatched: boolean };

/** Attaches Socket.IO to the server; close it before the server. */
export async function makeLive(deps: LiveDeps): Promise<Live> {
  const limits = { ...LIMITS, ...deps.limits };
  const rooms = makeRooms();
  const pump = await startPump(deps.feed, rooms, { everyMs: limits.pollMs, onTrouble: (error) => deps.log.error('live.feed', error), onEvents: deps.onEvents });
  const notices = deps.listen(pump.poke);
  const io = new Server(deps.server, {
    transports: deps.websocketOnly ? ['websocket'] : ['websocket', 'polling'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    maxHttpBufferSize: 16_384,
    connectTimeout: 5_000,
    pingInterval: 20_000,
    allowRequest: (_req, answer) => answer(null, io.engine.clientsCount < limits.connections),
  });
  io.engine.on('connection', (raw: { request: unknown }) => {
    raw.request = null; // the upgrade request is not needed any more and costs 2 kB each
  });
  io.of('/').use((_socket, next) => next(new Error('live.namespace')));
  const live = io.of('/live');
  live.use((socket, next) => void admit(socket, next));
  live.on('connection', (socket) => {
    deps.metrics.connections(live.sockets.size);
    socket.on('disconnect', () => deps.metrics.connections(live.sockets.size));
    begin(socket);
  });

  async function admit(socket: Socket, next: (refused?: Error) => void): Promise<void> {
    try {
      socket.data = await dataOf(socket.handshake.auth);
    } catch (error) {
      return next(refusal(error));
    }
    next();
  }

  async function dataOf(given: unknown): Promise<Data> {
    const auth = handshake.safeParse(given);
    if (!auth.success) throw new HubError('unauthenticated', 'auth.token-missing', 'Connect with auth: { token }.');
    const who = await deps.verify(auth.data.token);
    if (rooms.size(who.tenant) >= limits.connectionsPerTenant) throw new HubError('too-many', 'live.full', 'This tenant has all its live connections open.');
    const cursor = parseCursor(auth.data.cursor);
    const present = pump.position(who.tenant);
    const from = cursor === undefined || (await isUnservable(cursor, present)) ? present : cursor;
    return { who, from, missed: cursor !== undefined && from !== cursor, onlyWatched: auth.data.scope === 'watched' };
  }

  /** Everything a client may send is heard from here on, so nothing in it may wait before. */
  function begin(socket: Socket): void {
    const { who, from, missed, onlyWatched } = socket.data as Data;
    const listener = connect(socket, who, from, onlyWatched, connection);
    rooms.join(who.tenant, listener);
    socket.on('disconnect', () => rooms.leave(who.tenant, listener));
    socket.emit('hello', { cursor: from.toString() });
    if (missed) socket.emit('resync', { cursor: from.toString() });
    void listener.catchUp();
  }

  /** Trimmed, or ahead of the log: a cursor of another hub, or of one restored from a backup. */
  async function isUnservable(cursor: Position, present: Position): Promise<boolean> {
    const span = await deps.feed.span();
    return (span !== undefined && cursor < span.oldest) || (cursor > present && cursor > (span?.newest ?? 0n));
  }

  const connection: ConnectionDeps = {
    standing: deps.standing,
    verify: deps.verify,
    maySeeCase: deps.maySeeCase,
    feed: deps.feed,
    delivered: rooms.delivered,
    present: pump.position,
    onPush: () => deps.metrics.pushed(1),
    onDrop: (reason) => {
      deps.metrics.dropped(reason);
      deps.log.info('live.dropped', { reason });
    },
    mostBuffered: limits.buffered,
    mostMissed: limits.missed,
  };
  return { connections: () => live.sockets.size, close: () => close(io, live, async () => void (await Promise.all([notices.close(), pump.stop()]))) };
}

/** Cuts connections without a goodbye, so that clients reconnect by themselves, to another process or after the restart. */
async function close(io: Server, live: Namespace, stop: () => Promise<void>): Promise<void> {
  await stop();
  for (const socket of live.sockets.values()) cut(socket);
  io.engine.close();
}

function refusal(error: unknown): Error {
  const { code, kind } = toHubError(error);
  return Object.assign(new Error(code), { data: { code: kind === 'bug' ? 'hub.bug' : code } });
}
