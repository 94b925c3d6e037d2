// Live updates: one Socket.IO server, one reader of the feed, and who is at the other end by namespace.
import type { Server as HttpServer } from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import { type Feed, type FeedRow, toLiveEvent } from '#read-side/live/feed.ts';
import { MOST_MISSED } from '#read-side/live/listener.ts';
import { makeRooms, type Rooms } from '#read-side/live/rooms.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ConnectionLimits } from './connection.ts';
import { cut } from './cut.ts';
import { type DeviceDeps, serveDevices } from './devices.ts';
import { makeEndings } from './endings.ts';
import { type Gate, makeGate } from './gate.ts';
import { startPump } from './pump.ts';
import type { Queue } from './queue.ts';
import type { KeyedDeps } from './keyed.ts';
import { serveStaff, type StaffDeps } from './staff.ts';
import { keyOfStream, serveWidgets, toVisitorEvent } from './widgets.ts';

export type LiveDeps = StaffDeps & {
  readonly server: HttpServer;
  readonly feed: Feed;
  /** Without it there are neither widgets nor devices. */
  readonly credentials?: KeyedDeps['credentials'];
  readonly devices?: Pick<DeviceDeps, 'store' | 'standingOf' | 'presence'>;
  /** Whether a page with this origin may use long polling here; websockets ask for the key alone. */
  readonly allowsOrigin?: (origin: string) => Promise<boolean>;
  /** Starts calling when the feed may have grown: `(poke) => listen(url, 'hub_live', { onNotice: poke, onListening: poke })`. */
  readonly listen: (poke: () => void) => { close(): Promise<void> };
  /** Hears new events before any socket does, once their views are committed. */
  readonly onEvents?: (rows: readonly { readonly tenant: string; readonly slice: string }[]) => void;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'connections' | 'pushed' | 'dropped'>;
  readonly limits?: Partial<LiveLimits>;
  /** Refuse long polling; some company networks allow nothing else. */
  readonly websocketOnly?: boolean;
};
export type LiveLimits = ConnectionLimits & {
  readonly connections: number;
  /** In one namespace. */
  readonly connectionsPerTenant: number;
  /** How late an event can be when a notice is lost. */
  readonly pollMs: number;
};
const LIMITS: LiveLimits = {
  connections: 10_000,
  connectionsPerTenant: 2_000,
  buffered: 256 * 1024,
  patienceMs: 30_000,
  missed: MOST_MISSED,
  pollMs: 1_000,
};
const PATHS = ['/live', '/devices', '/widget'];
export type Live = {
  connections(): number;
  /** Bytes that wait for clients to take them, all together. */
  waiting(): number;
  close(): Promise<void>;
};

/** Attaches Socket.IO to the server; close it before the server. */
export async function makeLive(deps: LiveDeps): Promise<Live> {
  const { feed, log, metrics } = deps;
  const limits = { ...LIMITS, ...deps.limits };
  const audiences: Rooms[] = [];
  const queues = new Set<Queue>();
  const endings = makeEndings();
  const hand = (rows: readonly FeedRow[]) => {
    deps.onEvents?.(rows);
    endings.hand(rows);
    for (const rooms of audiences) rooms.hand(rows);
  };
  const pump = await startPump(feed, hand, { everyMs: limits.pollMs, onTrouble: (error) => log.error('live.feed', error) });
  const notices = deps.listen(pump.poke);
  const { io, originOf } = makeServer(deps.server, limits.connections, deps);
  let connections = 0;

  function gate(path: string, keyOf: (row: FeedRow) => string, shape: (row: FeedRow) => object): { namespace: Namespace; gate: Gate; rooms: Rooms } {
    const namespace = io.of(path);
    const rooms = makeRooms(keyOf, (row, ids) => {
      namespace.local.to([...ids]).emit('event', shape(row));
      metrics.pushed(ids.length);
    });
    audiences.push(rooms);
    const onDrop = (reason: string) => {
      metrics.dropped(reason);
      log.info('live.dropped', { reason });
    };
    const onCount = (by: 1 | -1) => metrics.connections((connections += by));
    return { namespace, rooms, gate: makeGate({ feed, pump, rooms, queues, limits, shape, onCount, onPush: metrics.pushed, onDrop }) };
  }
  const staff = gate('/live', ({ tenant }) => tenant, toLiveEvent);
  serveStaff(staff.namespace, staff.gate, deps);
  if (deps.credentials) {
    const keyed = { credentials: deps.credentials, endings };
    const widgets = gate('/widget', keyOfStream, toVisitorEvent);
    serveWidgets(widgets.namespace, widgets.gate, { ...keyed, originOf });
    const devices = gate('/devices', keyOfStream, toVisitorEvent);
    if (deps.devices) serveDevices(devices.namespace, devices.gate, { ...keyed, ...deps.devices, rooms: devices.rooms, buffered: limits.buffered });
  }

  return {
    connections: () => connections,
    waiting: () => [...queues].reduce((sum, queue) => sum + queue.bytes(), 0),
    /** Cuts connections without a goodbye, so that clients reconnect by themselves, to another process or after the restart. */
    close: async () => {
      await Promise.all([notices.close(), pump.stop()]);
      for (const path of PATHS) for (const socket of io.of(path).sockets.values()) cut(socket);
      io.engine.close();
    },
  };
}

function makeServer(server: HttpServer, most: number, { websocketOnly, allowsOrigin }: Pick<LiveDeps, 'websocketOnly' | 'allowsOrigin'>) {
  const io: Server = new Server(server, {
    transports: websocketOnly ? ['websocket'] : ['websocket', 'polling'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    maxHttpBufferSize: 16_384,
    connectTimeout: 5_000,
    pingInterval: 20_000,
    ...(allowsOrigin && { cors: { origin: (origin, answer) => void allowsOrigin(origin ?? '').then((yes) => answer(null, yes), answer) } }),
    allowRequest: (_req, answer) => answer(null, io.engine.clientsCount < most),
  });
  const origins = new WeakMap<object, string>();
  io.engine.on('connection', (raw: { request: { headers: { origin?: string } } | null }) => {
    const origin = raw.request?.headers.origin;
    if (origin !== undefined) origins.set(raw, origin);
    raw.request = null; // nothing else of the upgrade request is needed any more, and it costs 2 kB each
  });
  io.of('/').use((_socket, next) => next(new Error('live.namespace')));
  return { io, originOf: ({ conn }: Pick<Socket, 'conn'>) => origins.get(conn) };
}
