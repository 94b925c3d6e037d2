// One process per data folder. The lock is a listening local socket named after the folder's identity: the kernel releases it however
// the process ends, so there is no stale lock to clean up after a crash.
import { createHash } from 'node:crypto';
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function address(folder: string): string {
  const name = `hub-eventstore-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}
const holderOf = (at: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect(at, () => socket.setEncoding('utf8'));
    socket.on('data', (pid) => resolve(String(pid)));
    socket.on('error', () => resolve(undefined));
    socket.setTimeout(1000, () => resolve('unknown'));
  });

/** Takes the folder for this process until `release`. Throws, naming the holder, when another process has it. */
export async function lockFolder(folder: string): Promise<{ release(): void }> {
  const at = address(folder);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(String(process.pid));
  });
  const take = () => new Promise<boolean>((resolve) => server.once('error', () => resolve(false)).listen(at, () => resolve(true)));
  if (!(await take())) {
    const holder = await holderOf(at);
    if (holder !== undefined) throw new Error(`the data folder ${folder} is in use by process ${holder}`);
    if (existsSync(at)) rmSync(at); // a socket file whose process has died, where the system keeps those
    if (!(await take())) throw new Error(`the data folder ${folder} cannot be locked`);
  }
  server.unref();
  return { release: () => void server.close() };
}
