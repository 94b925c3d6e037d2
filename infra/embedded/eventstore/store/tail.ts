// The newest entries of the log, in memory: live subscriptions and fresh reads never touch the disk.
import type { Entry } from './record.ts';

export type Tail = ReturnType<typeof makeTail>;

/** Keeps up to `maxEntries` positions and `maxBytes` of records, whichever is reached first. */
export function makeTail(maxEntries: number, maxBytes: number) {
  const ring: (Entry | undefined)[] = new Array(maxEntries);
  let first = 1; // the oldest position held
  let next = 1; // the position after the newest
  let bytes = 0;

  const isFull = (more: number): boolean => next - first >= maxEntries || (next > first && bytes + more > maxBytes);
  function put(entry: Entry | undefined): void {
    const size = entry?.value.length ?? 0;
    while (isFull(size)) {
      bytes -= ring[first % maxEntries]?.value.length ?? 0;
      first++;
    }
    ring[next % maxEntries] = entry;
    bytes += size;
    next++;
  }
  /** The next entry will have this position; those in between hold nothing. */
  function skipTo(position: number): void {
    if (first === next) first = next = position;
    while (next < position) put(undefined);
  }
  return {
    /** Adds the entry after the newest. Positions left out in between are known to be empty (scavenged). */
    push(entry: Entry): void {
      skipTo(entry.position);
      put(entry);
    },
    skipTo,
    get: (position: number): Entry | undefined => (position >= first && position < next ? ring[position % maxEntries] : undefined),
    forget(position: number): void {
      if (position < first || position >= next) return;
      bytes -= ring[position % maxEntries]?.value.length ?? 0;
      ring[position % maxEntries] = undefined;
    },
    /** Whether everything from `position` to the end of the log is held. */
    covers: (position: number): boolean => position >= first,
    end: (): number => next,
    size: () => ({ entries: next - first, bytes }),
  };
}
