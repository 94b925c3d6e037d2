// Part of the log with two ends, out of a subscription that has none.
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { LogReader } from '#domain/kernel/event-store.ts';

/** The events with `after` < position <= `upTo`, in order, in pieces of at most `size`. Ends early when `signal` aborts. */
export async function* readRange(log: LogReader, range: { after?: Position; upTo: Position }, signal: AbortSignal, size = 1000): AsyncGenerator<Recorded[]> {
  const enough = new AbortController();
  try {
    const options = { after: range.after, size, everyMs: 20, signal: AbortSignal.any([signal, enough.signal]) };
    for await (const batch of log.follow(options)) {
      const within = batch.events.filter((event) => event.position <= range.upTo);
      if (within.length > 0) yield within;
      if (batch.position >= range.upTo) return;
    }
  } finally {
    enough.abort();
  }
}
