import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again, for half a minute, until there is something to see. An address without a token may ask every 750 ms and no more. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, every = 100): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(every)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`waited in vain: ${what}`);
}
