// The event store without any protocol: open a folder, append, read, be told of commits.
import { randomUUID } from 'node:crypto';
import { makeHeads } from './heads.ts';
import { makeReader } from './reader.ts';
import { makeRecentIds } from './recent-ids.ts';
import { isIntact } from './record.ts';
import { openStorage } from './storage.ts';
import { makeTail } from './tail.ts';
import { makeWriter } from './writer.ts';

const TAIL_ENTRIES = 16_384;
const TAIL_BYTES = 64 * 1024 * 1024;
const HEADS = 50_000;
const RECENT_IDS = 65_536;

export type EmbeddedStore = ReturnType<typeof openStore>;

/** Opens (or creates) the store in `path`. Throws when the newest records do not match their checksums. */
export function openStore(path: string, { sync = true, now = Date.now }: { sync?: boolean; now?: () => number } = {}) {
  const storage = openStorage(path, { sync });
  const tail = makeTail(TAIL_ENTRIES, TAIL_BYTES);
  const heads = makeHeads(storage, HEADS);
  const recent = makeRecentIds(RECENT_IDS);
  const listeners = new Set<() => void>();
  const published = () => {
    for (const listener of listeners) listener();
  };
  const writer = makeWriter({ storage, heads, tail, recent, now, published, newId: randomUUID });

  const newest = storage.entries(Math.max(1, storage.lastPosition() - TAIL_ENTRIES + 1), TAIL_ENTRIES);
  for (const entry of newest) {
    if (!isIntact(entry.value)) throw new Error(`the record at position ${entry.position} is damaged; restore the data folder from a backup`);
    tail.push(entry);
  }
  writer.warm(newest);

  return {
    ...makeReader({ storage, heads, tail, now }),
    append: writer.append,
    softDelete: writer.softDelete,
    tombstone: writer.tombstone,
    backlog: writer.backlog,
    /** Calls `listener` after each commit, once its events can be read. Answers how to stop that. */
    onCommit(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stats: () => ({ lastPosition: tail.end() - 1, tail: tail.size(), streamsInMemory: heads.size() }),
    /** Refuses new work, waits for what is under way, closes the files. */
    async close(): Promise<void> {
      writer.stop();
      await writer.settled();
      await storage.close();
    },
  };
}
