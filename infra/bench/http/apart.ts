// A load in a process of its own, so that no load waits for another's event loop, nor counts that wait as the server's.
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Ask, load, type Loaded } from './load.ts';
import { paced } from './paced.ts';

type Work = {
  readonly url: string;
  readonly asks: readonly (readonly Ask[])[];
  readonly seconds: number;
  readonly rate?: number;
  readonly pids?: readonly number[];
};

const SELF = fileURLToPath(import.meta.url);

/** At `rate` requests a second, or as many as are answered. `nice`: how far the process steps back where there are fewer cores than processes. */
export async function apart(work: Work, nice = 0): Promise<Loaded> {
  const child = fork(SELF, []);
  if (nice > 0) setPriority(child.pid!, nice);
  const done = new Promise<Loaded>((resolve, fail) => {
    child.once('message', (message) => resolve(message as Loaded));
    child.once('exit', (code) => fail(new Error(`the load ended with ${code}`)));
  });
  child.send(work);
  return done;
}

if (process.argv[1] === SELF)
  process.once('message', async ({ url, asks, rate, ...options }: Work) => {
    const result = rate === undefined ? await load(url, asks, options) : await paced(url, asks, { ...options, rate });
    process.send!(result, undefined, {}, () => process.disconnect());
  });
