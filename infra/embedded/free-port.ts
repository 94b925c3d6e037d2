// Where to listen when nobody says.
import { createServer } from 'node:net';

/**
 * A port nobody listens on, below those that systems give to outgoing connections: from 32768 on one that is free now may be some
 * client's own by the time a hub has started.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    if (await isFree(port)) return port;
  }
}
const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
