// A way between the hub and an engine that can be cut: nobody listens any more, or both sides keep their connections and hear nothing.
import { connect, createServer, type Server, type Socket } from 'node:net';

export type Proxy = {
  readonly port: number;
  /** Ends what is open and listens no more, until `heal`. */
  refuse(): Promise<void>;
  /** Half-open: connections stay, new ones are even taken, and no byte passes. After `heal` new ones work; those from before stay dead and open. */
  silence(): void;
  heal(): Promise<void>;
  /** Resolves when a connection was made and is kept silent. */
  taken(): Promise<void>;
  close(): Promise<void>;
};

/** Listens on a free port of this machine and leads to `target`. */
export async function startProxy(target: number): Promise<Proxy> {
  const open = new Set<Socket>();
  let silent = false;
  let port = 0;
  let server: Server;
  const silenced = Promise.withResolvers<void>();

  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {}).once('close', () => open.delete(socket));
  };
  const end = () => {
    for (const socket of open) socket.destroy();
  };
  function lead(from: Socket): void {
    keep(from);
    if (silent) {
      silenced.resolve();
      return void from.pause();
    }
    const to = connect(target, '127.0.0.1');
    keep(to);
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      a.pipe(b);
      a.once('close', () => b.destroy());
    }
  }
  const listening = () =>
    new Promise<void>((resolve, fail) => {
      server = createServer(lead);
      server.once('error', fail).listen(port, '127.0.0.1', resolve);
    });
  const closed = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      end();
    });
  await listening();
  ({ port } = server!.address() as { port: number });
  return {
    port,
    refuse: closed,
    silence() {
      silent = true;
      for (const socket of open) socket.unpipe().pause();
    },
    async heal() {
      silent = false;
      if (!server.listening) await listening();
    },
    taken: () => silenced.promise,
    close: () => (server.listening ? closed() : Promise.resolve()),
  };
}
