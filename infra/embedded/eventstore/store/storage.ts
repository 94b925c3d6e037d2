// The log on disk, in LMDB. Three tables: `log` position → record, `index` (stream number, revision) → position, `streams` name → number.
// A commit is acknowledged after LMDB has flushed it: `overlappingSync` is off, because with it a promise resolves before the disk has the data.
import { open } from 'lmdb';
import type { Entry } from './record.ts';

const FORMAT = 1;
const KEYS = { encoding: 'binary', keyEncoding: 'binary' } as const;

export const u48 = (value: number): Buffer => {
  const key = Buffer.allocUnsafe(6);
  key.writeUIntBE(value, 0, 6);
  return key;
};
const from48 = (bytes: Buffer): number => bytes.readUIntBE(0, 6);
const indexKey = (stream: number, revision: number): Buffer => {
  const key = Buffer.allocUnsafe(10);
  key.writeUInt32BE(stream, 0);
  key.writeUIntBE(revision, 4, 6);
  return key;
};

export type Write = {
  readonly entry: Entry;
  readonly stream: number;
  readonly revision: number;
  readonly newStream?: string;
  readonly replaces?: readonly Indexed[];
};
export type Indexed = { readonly revision: number; readonly position: number };
export type Storage = ReturnType<typeof openStorage>;

/** LMDB keys are at most 1,978 bytes; EventStoreDB itself allows longer names, which nobody uses. */
export const MAX_NAME = 1024;

type Failed = { readonly commitError?: Promise<never> };
/** lmdb tells why a commit failed in a promise of its own. */
async function reasonOf(error: Failed): Promise<unknown> {
  try {
    await error.commitError;
    return error;
  } catch (reason) {
    return reason;
  }
}

export function openStorage(path: string, { sync }: { sync: boolean }) {
  const env = open<Buffer, Buffer>({
    path,
    ...KEYS,
    maxDbs: 8,
    overlappingSync: false,
    eventTurnBatching: false, // commit() batches by itself; lmdb's own batching leaves a promise behind that nobody can catch
    noSync: !sync,
    noSubdir: false,
    compression: false,
    cache: false,
  });
  const log = env.openDB<Buffer, Buffer>('log', KEYS);
  const index = env.openDB<Buffer, Buffer>('index', KEYS);
  const streams = env.openDB<Buffer, string>('streams', { encoding: 'binary', keyEncoding: 'ordered-binary' });
  const about = env.openDB<number, string>('about', { encoding: 'ordered-binary', keyEncoding: 'ordered-binary' });
  const format = about.get('format');
  if (format !== undefined && format !== FORMAT) throw new Error(`the data folder has format ${format}, this server reads ${FORMAT}`);
  if (format === undefined) about.putSync('format', FORMAT);

  const lastKey = (db: typeof log): Buffer | undefined => [...db.getKeys({ reverse: true, limit: 1 })][0];

  function put({ entry, stream, revision, newStream, replaces = [] }: Write): void {
    log.put(u48(entry.position), entry.value);
    index.put(indexKey(stream, revision), u48(entry.position));
    if (newStream !== undefined) streams.put(newStream, u48(stream));
    for (const old of replaces) {
      log.remove(u48(old.position));
      index.remove(indexKey(stream, old.revision));
    }
  }
  return {
    /** All of it or nothing; resolves when it is on disk. Rejects with the disk's own reason. */
    async commit(writes: readonly Write[]): Promise<void> {
      try {
        await env.batch(() => writes.forEach(put));
      } catch (error) {
        throw await reasonOf(error as Failed);
      }
    },
    /** Makes what was committed visible to reads of this same turn of the event loop. */
    refresh: (): void => env.resetReadTxn(),
    lastPosition(): number {
      const key = lastKey(log);
      return key ? from48(key) : 0;
    },
    entry(position: number): Entry | undefined {
      const value = log.getBinary(u48(position));
      return value && { position, value };
    },
    /** Up to `limit` entries from `from` on, in log order (or backwards), ending early once they hold `maxBytes`. */
    entries(from: number, limit: number, reverse = false, maxBytes = Number.POSITIVE_INFINITY): Entry[] {
      const found: Entry[] = [];
      let bytes = 0;
      for (const { key, value } of log.getRange({ start: u48(from), reverse, limit, ...(reverse ? { end: u48(0) } : {}) })) {
        found.push({ position: from48(key), value });
        bytes += value.length;
        if (bytes >= maxBytes) break;
      }
      return found;
    },
    streamNumber(name: string): number | undefined {
      const value = streams.getBinary(name);
      return value && from48(value);
    },
    /** The highest stream number given out so far. */
    lastStream(): number {
      const key = lastKey(index);
      return key ? key.readUInt32BE(0) : 0;
    },
    /** Where the events of a stream are, from revision `from` on (inclusive), forwards or backwards. */
    indexed(stream: number, from: number, limit: number, reverse = false): Indexed[] {
      const end = reverse ? indexKey(stream, 0) : indexKey(stream + 1, 0);
      const range = index.getRange({ start: indexKey(stream, from), end, reverse, limit, inclusiveEnd: reverse });
      return [...range].map(({ key, value }) => ({ revision: key.readUIntBE(4, 6), position: from48(value) }));
    },
    streamNames: (limit: number): string[] => [...streams.getKeys({ limit })],
    close: (): Promise<void> => env.close(),
  };
}
