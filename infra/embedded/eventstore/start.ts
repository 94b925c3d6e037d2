// Starts the embedded event store as a child process and stops it with its parent.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** `data` undefined keeps nothing. `port` 0 (default) takes any free one. `options` are further ones of the command line. `log` gets each line the server prints. */
export type StartOptions = { data?: string; port?: number; maxAppend?: number; options?: readonly string[]; log?: (line: string) => void };
export type Started = { readonly url: string; readonly port: number; readonly pid: number; readonly exited: Promise<number | null>; stop(): Promise<void> };

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 5_000;

/** Resolves when the server answers; rejects with its last words when it cannot start. The server ends when this process does. */
export async function startEventStore({ data, port = 0, maxAppend, options = [], log = () => {} }: StartOptions): Promise<Started> {
  const args = [
    ...(data === undefined ? ['--in-memory'] : ['--data', data]),
    '--port',
    String(port),
    ...(maxAppend ? ['--max-append-size', String(maxAppend)] : []),
    ...options,
  ];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let lastLine = '';
  for (const output of [child.stdout!, child.stderr!])
    createInterface({ input: output }).on('line', (line) => {
      lastLine = line;
      log(line);
    });

  const listening = await new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the event store did not start in time')), START_LIMIT_MS);
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('error', reject);
    child.once('close', () => reject(new Error(lastLine || 'the event store ended while starting')));
    void exited.finally(() => clearTimeout(late));
    child.once('message', () => clearTimeout(late));
  }).catch((error) => {
    child.kill('SIGKILL');
    throw error;
  });

  return {
    url: `esdb://127.0.0.1:${listening}?tls=${options.includes('--tls-cert')}`,
    port: listening,
    pid: child.pid!,
    exited,
    async stop() {
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      if (child.connected) child.disconnect();
      await exited;
      clearTimeout(force);
    },
  };
}
