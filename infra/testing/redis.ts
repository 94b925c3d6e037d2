// A real Redis for tests, where the machine has one.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, temporaryFolder } from './hub.ts';

const found = spawnSync('redis-server', ['--version']).status === 0;
/** For a test's `unless`. */
export const withoutRedis = found ? (false as const) : 'this machine has no redis-server';

/** Keeps nothing on disk. `start` after `kill` is the same address, empty; `pause` stops it from answering while connections stay. */
export async function startRedis() {
  const port = await freePort();
  const folder = temporaryFolder('redis');
  let child: ChildProcess | undefined;

  async function answers(): Promise<void> {
    const probe = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 }).on('error', () => undefined);
    try {
      await probe.connect();
      await probe.ping();
    } finally {
      probe.disconnect();
    }
  }
  async function start(): Promise<void> {
    child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder.path], {
      stdio: 'ignore',
    });
    for (const end = Date.now() + 20_000; ; await sleep(20)) {
      const fault = await answers().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!fault) return;
      if (Date.now() > end) throw fault;
    }
  }
  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child!.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    pause: () => void child!.kill('SIGSTOP'),
    resume: () => void child!.kill('SIGCONT'),
    stop: async () => {
      child!.kill('SIGCONT');
      await kill();
      folder.remove();
    },
  };
}
