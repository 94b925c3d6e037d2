// `/devices`: each device hears of its own stream: what it is to be like, and what firmware it is to have. The log knows it is here.
import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import type { DeviceConfig, StoredDeviceEvent } from '#domain/device/messages.ts';
import { firmwareVersion } from '#domain/device/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Rooms } from '#read-side/live/rooms.ts';
import { cut } from './cut.ts';
import { makeFollower } from './follower.ts';
import type { Gate } from './gate.ts';
import { admitKeyed, hold, type Keyed, type KeyedDeps } from './keyed.ts';
import { deviceStream, type DeviceId, type Presence, type Self } from './presence.ts';
import { makeQueue } from './queue.ts';
import { keyOfStream } from './widgets.ts';

/** How a device stands in its view, at a revision of its stream. */
export type DeviceStanding = {
  readonly revision: number;
  readonly configVersion: number;
  readonly config: DeviceConfig;
  /** Firmware that was offered to it and is still to be had. */
  readonly offered?: string;
};
export type DeviceDeps = KeyedDeps & {
  readonly store: StreamReader;
  readonly standingOf: (device: DeviceId) => Promise<DeviceStanding | undefined>;
  readonly presence: Presence;
  readonly rooms: Rooms;
  /** Bytes waiting for one device before it is cut. */
  readonly buffered: number;
};
type Data = Keyed & { readonly self: Self; readonly cursor: number | undefined; readonly standing: DeviceStanding };

const handshake = z.object({
  token: z.string().max(4096),
  firmware: firmwareVersion,
  charging: z.boolean().optional(),
  cursor: z.int().min(0).optional(),
});
/** Beyond this many revisions it is told how it stands, rather than what happened. */
const MOST_MISSED = 500;

export function serveDevices(namespace: Namespace, gate: Gate, deps: DeviceDeps): void {
  gate.admit(namespace, async (auth): Promise<Data> => {
    const given = handshake.safeParse(auth);
    if (!given.success) throw new HubError('unauthenticated', 'auth.token-missing', 'Connect with auth: { token, firmware }.');
    const { token, firmware, charging, cursor } = given.data;
    const keyed = await admitKeyed(deps.credentials, token, {}, 'device', 'device');
    const standing = await deps.standingOf(keyed.who);
    if (!standing) throw new HubError('not-found', 'device.unknown', `There is no device ${keyed.who.id}.`);
    gate.bound(keyed.who.tenant);
    return { ...keyed, standing, cursor, self: { firmwareVersion: firmware, charging } };
  });
  namespace.on('connection', (socket) => begin(socket, gate, deps));
}

function begin(socket: Socket, gate: Gate, deps: DeviceDeps): void {
  const data = socket.data as Data;
  const { who, self, cursor, standing } = data;
  const isServable = cursor !== undefined && cursor <= standing.revision && standing.revision - cursor <= MOST_MISSED;
  const from = isServable ? cursor : standing.revision;
  const queue = makeQueue(socket);
  const drop = (reason: string) => {
    gate.onDrop(reason);
    cut(socket);
  };
  const take = (event: Recorded) => {
    if (queue.bytes() > deps.buffered) return drop('slow');
    const told = toldOf(event as Recorded<StoredDeviceEvent>);
    if (told) socket.emit(told[0], { cursor: event.revision, ...told[1] });
    const { type, data: is } = event as Recorded<StoredDeviceEvent>;
    const mine = deps.presence.connectionOf(who);
    if (type === 'DeviceConnected' && mine !== undefined && is.connectionId !== mine && event.revision > standing.revision) drop('elsewhere');
  };
  const follower = makeFollower(deps.store, deviceStream(who), from + 1, take, () => drop('failed'));
  const key = keyOfStream({ tenant: who.tenant, slice: 'device', streamId: who.id });
  const listener = {
    id: socket.id,
    hear: () => {
      follower.look();
      return false;
    },
  };

  deps.rooms.join(key, listener);
  deps.presence.up(who, self);
  socket.on('disconnect', () => {
    deps.rooms.leave(key, listener);
    deps.presence.down(who);
    follower.stop();
  });
  hold(socket, data, deps, gate.onDrop);
  socket.emit('hello', { cursor: from });
  if (!isServable) tellStanding(socket, standing);
  follower.look();
}

/** For a device that starts anew, or was away for long. */
function tellStanding(socket: Socket, { revision: cursor, configVersion: version, config, offered }: DeviceStanding): void {
  if (version > 0) socket.emit('config', { cursor, version, config });
  if (offered !== undefined) socket.emit('firmware', { cursor, version: offered });
}

/** What an event says to the device, if anything. Where the image is, it learns when it asks. */
function toldOf(event: Recorded<StoredDeviceEvent>): [string, object] | undefined {
  if (event.type === 'DeviceConfigured') return ['config', { version: event.data.version, config: event.data.config }];
  if (event.type === 'FirmwareOffered') return ['firmware', event.data];
  return undefined;
}
