// The event store without any protocol: open a folder, append, read, be told of commits.
import { randomUUID } from 'node:crypto';
import { makeHeads } from './heads.ts';
import { makeReader } from './reader.ts';
import { makeRecentIds } from './recent-ids.ts';
import { openStorage } from './storage.ts';
import { makeScavenger } from './scavenge.ts';
import { makeTail } from './tail.ts';
import { makeWriter } from './writer.ts';

const TAIL_ENTRIES = 16_384;
const TAIL_BYTES = 64 * 1024 * 1024;
const HEADS = 50_000;
const RECENT_IDS = 65_536;

export type EmbeddedStore = ReturnType<typeof openStore>;

/** `sync: false` keeps nothing beyond the process. `report` gets a line for whatever the start had to repair. */
export type StoreOptions = { sync?: boolean; now?: () => number; report?: (line: string) => void; segmentBytes?: number; tailEntries?: number };
const toStderr = (line: string): void => void process.stderr.write(`eventstore: ${line}\n`);

/** Opens (or creates) the store in `path`. Throws one clear line when what is there is damaged or of another format. */
export function openStore(path: string, { sync = true, now = Date.now, report = toStderr, segmentBytes, tailEntries = TAIL_ENTRIES }: StoreOptions = {}) {
  const storage = openStorage(path, { sync, report, segmentBytes });
  const tail = makeTail(tailEntries, TAIL_BYTES);
  const heads = makeHeads(storage, HEADS);
  const recent = makeRecentIds(RECENT_IDS);
  const listeners = new Set<() => void>();
  const published = () => {
    for (const listener of listeners) listener();
  };
  const writer = makeWriter({ storage, heads, tail, recent, now, published, newId: randomUUID });

  const newest = storage.entries(storage.lastPosition(), tailEntries, true, TAIL_BYTES).reverse();
  for (const entry of newest) tail.push(entry);
  tail.skipTo(storage.lastPosition() + 1);
  writer.warm(newest);
  const scavenger = makeScavenger({ storage, tail, recent, now });

  return {
    ...makeReader({ storage, heads, tail, now }),
    append: writer.append,
    softDelete: writer.softDelete,
    tombstone: writer.tombstone,
    backlog: writer.backlog,
    scavenge: scavenger.scavenge,
    scavenging: scavenger.scavenging,
    /** Calls `listener` after each commit, once its events can be read. Answers how to stop that. */
    onCommit(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stats: () => ({ lastPosition: tail.end() - 1, tail: tail.size(), streamsInMemory: heads.size() }),
    /** Refuses new work, waits for what is under way, closes the files. */
    async close(): Promise<void> {
      writer.stop();
      scavenger.scavenging()?.stop();
      await Promise.all([writer.settled(), scavenger.scavenging()?.done]);
      await storage.close();
    },
  };
}
