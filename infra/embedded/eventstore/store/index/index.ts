// Finds streams by name and events by stream and revision: a tree on disk (LMDB) behind a memory of what is not in it yet. The log is
// the truth; `indexed` says up to which position the tree has it, and a start adds what is missing. So the tree is written in large
// sorted batches, in the background, and never stands between an append and its acknowledgement.
import { open } from 'lmdb';
import { type Addition, type Indexed, lowerBound, makeMemoryIndex, type MemoryIndex } from './memory.ts';

const KEYS = { encoding: 'binary', keyEncoding: 'binary' } as const;
/** Events in memory before they go to disk: a start replays at most about twice as many. */
const FLUSH_AT = 16_384;
/** Entries written per turn of the event loop. */
const SLICE = 512;

const u48 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
};
const from48 = (bytes: Buffer): number => bytes.readUIntBE(0, 6);
const indexKey = (stream: number, revision: number): Buffer => {
  const key = Buffer.allocUnsafe(10);
  key.writeUInt32BE(stream, 0);
  key.writeUIntBE(revision, 4, 6);
  return key;
};

export type StreamIndex = ReturnType<typeof openIndex>;

export function openIndex(path: string, { sync }: { sync: boolean }) {
  const env = open<Buffer, Buffer>({
    path,
    ...KEYS,
    maxDbs: 8,
    noSync: !sync,
    noSubdir: false,
    compression: false,
    cache: false,
    eventTurnBatching: false,
  });
  const index = env.openDB<Buffer, Buffer>('index', KEYS);
  const streams = env.openDB<Buffer, string>('streams', { encoding: 'binary', keyEncoding: 'ordered-binary' });
  const about = env.openDB<number, string>('about', { encoding: 'ordered-binary', keyEncoding: 'ordered-binary' });
  let active = makeMemoryIndex();
  let frozen: MemoryIndex | undefined;
  let frozenUpTo = 0;
  let last = Number(about.get('indexed') ?? 0);
  let lastStream = Number(about.get('lastStream') ?? 0);
  let flushing: Promise<void> | undefined;

  const inMemory = (): MemoryIndex[] => (frozen ? [frozen, active] : [active]);
  function onDisk(stream: number, from: number, limit: number, reverse: boolean): Indexed[] {
    const end = reverse ? indexKey(stream, 0) : indexKey(stream + 1, 0);
    const found: Indexed[] = [];
    for (const { key, value } of index.getRange({ start: indexKey(stream, from), end, reverse, limit, inclusiveEnd: reverse }))
      found.push({ revision: key.readUIntBE(4, 6), position: from48(value) });
    return found;
  }
  const held = (stream: number): readonly Indexed[] => (frozen ? [...frozen.places(stream), ...active.places(stream)] : active.places(stream));

  async function write(memory: MemoryIndex, upTo: number): Promise<void> {
    let puts: (() => void)[] = [];
    const slice = async () => {
      const now = puts;
      puts = [];
      await env.batch(() => now.forEach((put) => put()));
    };
    for (const [name, number] of memory.names()) if (puts.push(() => streams.put(name, u48(number))) >= SLICE) await slice();
    for (const [stream, places] of memory.sorted())
      for (const { revision, position } of places) if (puts.push(() => index.put(indexKey(stream, revision), u48(position))) >= SLICE) await slice();
    await slice();
    const streamsSoFar = lastStream;
    await env.batch(() => {
      void about.put('lastStream', streamsSoFar);
      void about.put('indexed', upTo); // after the rest: a crash before it only makes the next start add some again
    });
  }
  /** Moves memory to disk. What fails stays in memory and is tried again by the next one. */
  async function flush(): Promise<void> {
    if (flushing) return flushing;
    if (!frozen && active.size() === 0) return;
    if (!frozen) {
      frozen = active;
      frozenUpTo = last;
      active = makeMemoryIndex();
    }
    flushing = write(frozen, frozenUpTo)
      .then(() => {
        env.resetReadTxn();
        frozen = undefined;
      })
      .finally(() => (flushing = undefined));
    return flushing;
  }

  return {
    /** The position up to which events are known here. */
    last: (): number => last,
    add(addition: Addition): void {
      active.add(addition);
      last = addition.position;
      lastStream = Math.max(lastStream, addition.stream);
      if (active.size() >= FLUSH_AT && !flushing) flush().catch(() => {}); // a full disk: reads find it in memory meanwhile
    },
    /** True when memory holds so much that a caller who can wait should. */
    isBehind: (): boolean => active.size() >= 2 * FLUSH_AT,
    flush,
    /** Resolves when everything known now is on disk. */
    async settled(): Promise<void> {
      await flush(); // one that was under way, or failed before
      await flush();
    },
    /** The same at once, for a start that adds very many. */
    flushSync(): void {
      const memory = active;
      env.transactionSync(() => {
        for (const [name, number] of memory.names()) streams.putSync(name, u48(number));
        for (const [stream, places] of memory.sorted()) for (const { revision, position } of places) index.putSync(indexKey(stream, revision), u48(position));
        about.putSync('lastStream', lastStream);
        about.putSync('indexed', last);
      });
      active = makeMemoryIndex();
    },
    streamNumber(name: string): number | undefined {
      for (const memory of inMemory()) {
        const number = memory.number(name);
        if (number !== undefined) return number;
      }
      const value = streams.getBinary(name);
      return value && from48(value);
    },
    /** The highest stream number given out so far. */
    lastStream: (): number => lastStream,
    /** Where the events of a stream are, from revision `from` on (inclusive), forwards or backwards. */
    indexed(stream: number, from: number, limit: number, reverse = false): Indexed[] {
      const recent = held(stream);
      const first = recent[0]?.revision ?? Number.POSITIVE_INFINITY;
      if (reverse) {
        const end = lowerBound(recent, from + 1);
        const newest = recent.slice(Math.max(0, end - limit), end).reverse();
        const older = newest.length < limit && first > 0 ? onDisk(stream, Math.min(from, first - 1), limit - newest.length, true) : [];
        return [...newest, ...older];
      }
      const older = from < first ? onDisk(stream, from, limit, false).filter((place) => place.revision < first) : [];
      const start = lowerBound(recent, from);
      return older.length >= limit ? older : [...older, ...recent.slice(start, start + limit - older.length)];
    },
    /** Forgets events that a scavenge has removed; they must be on disk, so flush first. */
    async remove(places: readonly { stream: number; revision: number }[]): Promise<void> {
      for (let i = 0; i < places.length; i += SLICE)
        await env.batch(() => {
          for (const { stream, revision } of places.slice(i, i + SLICE)) void index.remove(indexKey(stream, revision));
        });
      env.resetReadTxn();
    },
    async close(): Promise<void> {
      await flush().catch(() => {});
      await flush().catch(() => {}); // what came in during the first
      await env.close();
    },
  };
}
