// An attempt to connect gets a time limit. gRPC's library gives it none: one that something took and never answered (a host that is gone, a
// connection that is half open) would stay for ever, and with it every call and every subscription behind it.

/** What the client's channel has of grpc-js. */
type Channel = {
  getConnectivityState(connect: boolean): number;
  watchConnectivityState(from: number, deadline: number, changed: (late?: Error) => void): void;
  close(): void;
};
const [CONNECTING, CLOSED] = [1, 4];
const LIMIT_MS = 5000;

/** Closes the channel when it connects for too long; calls that wait for it fail as unavailable, and the next one opens another. */
function limit(channel: Channel): void {
  const state = channel.getConnectivityState(false);
  if (state === CLOSED) return;
  const until = state === CONNECTING ? Date.now() + LIMIT_MS : Number.POSITIVE_INFINITY;
  channel.watchConnectivityState(state, until, (late) => (late ? channel.close() : limit(channel)));
}

/** The client hands out the same channel until it failed, and makes the next one by its own method. */
export function limitConnecting<C extends object>(client: C): C {
  const own = client as unknown as { createChannel(): Promise<Channel> };
  const create = own.createChannel;
  own.createChannel = async () => {
    const channel = await create();
    limit(channel);
    return channel;
  };
  return client;
}
