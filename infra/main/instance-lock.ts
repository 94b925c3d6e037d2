// One hub per data folder. The lock is a listening socket named after the folder, so it is gone the moment its process is.
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function socketOf(data: string): string {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const name = `synchron-hub-${createHash('sha256').update(realpathSync(data)).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`; // abstract: no file to go stale
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

const bind = (path: string): Promise<Server | 'taken'> =>
  new Promise((resolve, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve('taken') : fail(error)));
    server.listen(path, () => resolve(server.unref()));
  });

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(path, () => resolve((socket.destroy(), true)));
    socket.once('error', () => resolve(false));
  });

/** Takes the folder, or answers undefined when another hub holds it. The lock ends with `release` or with the process. */
export async function lockFolder(data: string): Promise<{ release(): void } | undefined> {
  const path = socketOf(data);
  let server = await bind(path);
  if (server === 'taken' && !path.startsWith('\0') && !(await answers(path))) {
    rmSync(path, { force: true }); // left by a killed hub on a system without abstract sockets
    server = await bind(path);
  }
  return server === 'taken' ? undefined : { release: () => void server.close() };
}
