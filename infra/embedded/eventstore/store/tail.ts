// The newest entries of the log, in memory: live subscriptions and fresh reads never touch the disk.
import type { Entry } from './record.ts';

export type Tail = ReturnType<typeof makeTail>;

/** Keeps up to `maxEntries` entries and `maxBytes` of records, whichever is reached first. */
export function makeTail(maxEntries: number, maxBytes: number) {
  const ring: (Entry | undefined)[] = new Array(maxEntries);
  let first = 1; // position of the oldest entry held
  let next = 1; // position after the newest
  let bytes = 0;
  const drop = () => {
    bytes -= ring[first % maxEntries]?.value.length ?? 0;
    ring[first % maxEntries] = undefined;
    first++;
  };
  return {
    push(entry: Entry): void {
      if (entry.position !== next) {
        while (first < next) drop(); // the log has a hole where a bookkeeping entry was replaced
        first = entry.position;
        next = entry.position;
      }
      while (next - first >= maxEntries || (bytes + entry.value.length > maxBytes && first < next)) drop();
      ring[entry.position % maxEntries] = entry;
      bytes += entry.value.length;
      next = entry.position + 1;
    },
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
