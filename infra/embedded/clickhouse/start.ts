// Starts the embedded ClickHouse as a child process and waits until it answers.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Started = { readonly url: string; readonly port: number; readonly pid: number; readonly exited: Promise<number | null>; stop(): Promise<void> };
export type StartOptions = { readonly data: string; readonly port?: number; readonly log?: (line: string) => void };

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const READY_MS = 30_000;
const STOP_MS = 5000;
/** Queries run on libuv's threads; more threads than sessions, so that files and gzip never wait behind them. */
const THREADS = '8';

const launch = ({ data, port }: StartOptions): ChildProcess =>
  spawn(process.execPath, [MAIN, '--data', data, '--port', String(port ?? 0), '--with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, UV_THREADPOOL_SIZE: THREADS },
  });

/** Resolves with the port the child says it listens on; rejects with its last words when it ends before. */
function listening(child: ChildProcess, exited: Promise<number | null>, log: (line: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let last = '';
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const port = /^listening on http:\/\/127\.0\.0\.1:(\d+)$/.exec(line)?.[1];
      if (port) resolve(Number(port));
      else log(line);
    });
    createInterface({ input: child.stderr! }).on('line', (line) => {
      last = line;
      log(line);
    });
    const late = setTimeout(() => reject(new Error(`embedded ClickHouse did not answer within ${READY_MS / 1000} s`)), READY_MS);
    void exited.then((code) => reject(new Error(last || `embedded ClickHouse ended with code ${code}`))).finally(() => clearTimeout(late));
    late.unref();
  });
}

/** `port` 0 or absent takes any free one. `stop` ends running queries within 5 seconds. Data acknowledged before a crash is there again. */
export async function startClickHouse(options: StartOptions): Promise<Started> {
  const child = launch(options);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve).once('error', () => resolve(null)));
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited.finally(() => clearTimeout(late));
  };
  try {
    const port = await listening(child, exited, options.log ?? (() => {}));
    return { url: `http://127.0.0.1:${port}`, port, pid: child.pid!, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
