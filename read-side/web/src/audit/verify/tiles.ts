// Proofs made here, from the log's public files: the hub is not asked whether it is right.
import type { Bytes } from './bytes.ts';
import { isPower, nodeHash } from './merkle.ts';

const [WIDTH, HASH] = [256, 32];
/** The bytes under a path of the log; rejects when there are none. */
export type FetchFile = (path: string) => Promise<Bytes>;

export function tilePath(level: number, index: number, width: number): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const threes = digits.match(/\d{3}/g)!;
  const path = threes.map((three, i) => (i < threes.length - 1 ? `x${three}` : three)).join('/');
  return `tile/${level}/${path}${width === WIDTH ? '' : `.p/${width}`}`;
}

export type Hashes = {
  /** The hash over `count` leaves from `start` on. */
  range(start: number, count: number): Promise<Bytes>;
  /** That the first `old` leaves have not changed. */
  consistency(old: number): Promise<Bytes[]>;
};

/** Reads a log of `size` leaves; each tile once. */
export function hashesFrom(fetchFile: FetchFile, size: number): Hashes {
  const tiles = new Map<string, Promise<Bytes>>();
  const tile = (level: number, index: number): Promise<Bytes> => {
    const there = Math.floor(size / WIDTH ** level) - index * WIDTH;
    const width = Math.min(there, WIDTH);
    const path = tilePath(level, index, width);
    if (!tiles.has(path)) tiles.set(path, whole(path, width));
    return tiles.get(path)!;
  };
  async function whole(path: string, width: number): Promise<Bytes> {
    const bytes = await fetchFile(path);
    if (bytes.length !== width * HASH) throw new Error(`${path} is not a tile of ${width} hashes`);
    return bytes;
  }
  async function fold(row: readonly Bytes[]): Promise<Bytes> {
    if (row.length === 1) return row[0]!;
    return fold(await Promise.all(Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!))));
  }
  /** Over 2^height leaves, which one tile holds. */
  async function complete(height: number, index: number): Promise<Bytes> {
    const [level, count] = [Math.floor(height / 8), 2 ** (height % 8)];
    const [from, within] = [Math.floor((index * count) / WIDTH), (index * count) % WIDTH];
    const bytes = await tile(level, from);
    const row = Array.from({ length: count }, (_, i) => bytes.slice((within + i) * HASH, (within + i + 1) * HASH));
    return fold(row);
  }
  /** The largest power of two that is less. */
  const left = (count: number): number => {
    const near = 2 ** Math.round(Math.log2(count));
    return near < count ? near : near / 2;
  };
  async function range(start: number, count: number): Promise<Bytes> {
    if (isPower(count)) return complete(Math.round(Math.log2(count)), start / count);
    const half = left(count);
    return nodeHash(await range(start, half), await range(start + half, count - half));
  }
  async function within(old: number, start: number, count: number, known: boolean): Promise<Bytes[]> {
    const part = old - start;
    if (part === count) return known ? [] : [await range(start, count)];
    const half = left(count);
    return part <= half
      ? [...(await within(old, start, half, known)), await range(start + half, count - half)]
      : [...(await within(old, start + half, count - half, false)), await range(start, half)];
  }
  return { range, consistency: async (old) => (old === 0 || old === size ? [] : within(old, 0, size, true)) };
}
