// A source that may fall silent, as something that says so.
import { setTimeout as sleep } from 'node:timers/promises';

const SILENT = Symbol('silent');

/** The items of what `open` opens, and `undefined` when none came within the milliseconds that `patience` answers; undefined is for ever. */
export async function* orSilence<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  signal: AbortSignal,
  patience: () => number | undefined,
): AsyncGenerator<T | undefined> {
  const enough = new AbortController();
  const items = open(AbortSignal.any([signal, enough.signal]))[Symbol.asyncIterator]();
  let next = items.next();
  try {
    for (;;) {
      const item = await within(next, patience());
      if (item === SILENT) yield undefined;
      else if (item.done) return;
      else {
        yield item.value;
        next = items.next();
      }
    }
  } finally {
    enough.abort(); // before the source is asked to return, which waits for its next item
    await next.catch(() => undefined);
    await items.return?.();
  }
}

async function within<T>(work: Promise<T>, ms: number | undefined): Promise<T | typeof SILENT> {
  if (ms === undefined) return work;
  const over = new AbortController();
  try {
    return await Promise.race([work, sleep(Math.max(0, ms), SILENT, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
