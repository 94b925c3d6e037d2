// C2SP tlog-tiles: the tree as files of 256 hashes each. A log in work needs only the tiles of its right edge.
import { EMPTY_ROOT, HASH, nodeHash, type ReadHash } from './merkle.ts';

export const WIDTH = 256;
export type Tile = { readonly level: number; readonly index: number; readonly bytes: Buffer };
/** One buffer a level: the hashes of its unfinished tile. */
export type Edge = { readonly size: number; readonly levels: readonly Buffer[] };
export const EMPTY_EDGE: Edge = { size: 0, levels: [] };

/** `x001/x234/067`, and `.p/WIDTH` behind it for an unfinished tile. */
export function tileName(index: number, width = WIDTH): string {
  const digits = String(index)
    .padStart(Math.ceil(String(index).length / 3) * 3, '0')
    .match(/\d{3}/g)!;
  const path = digits.map((three, i) => (i < digits.length - 1 ? `x${three}` : three)).join('/');
  return width === WIDTH ? path : `${path}.p/${width}`;
}
export const tilePath = (level: number | 'entries', index: number, width?: number): string => `tile/${level}/${tileName(index, width)}`;

const hashesOf = (bytes: Buffer): Buffer[] => Array.from({ length: bytes.length / HASH }, (_, i) => bytes.subarray(i * HASH, (i + 1) * HASH));
const half = (row: readonly Buffer[]): Buffer[] => Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!));
function perfectRoot(row: readonly Buffer[]): Buffer {
  return row.length === 1 ? row[0]! : perfectRoot(half(row));
}

/** The edge after more leaves, given by their hashes, and the tiles that became full on the way. */
export function grow(edge: Edge, leaves: readonly Buffer[]): { edge: Edge; full: Tile[] } {
  const levels = edge.levels.map(hashesOf);
  const full: Tile[] = [];
  let { size } = edge;
  const push = (level: number, hash: Buffer) => {
    const row = (levels[level] ??= []);
    row.push(hash);
    if (row.length < WIDTH) return;
    full.push({ level, index: size / WIDTH ** (level + 1) - 1, bytes: Buffer.concat(row) });
    levels[level] = [];
    push(level + 1, perfectRoot(row));
  };
  for (const leaf of leaves) {
    size += 1;
    push(0, leaf);
  }
  return { edge: { size, levels: levels.map((row) => Buffer.concat(row)) }, full };
}

/** The root, from the edge alone: its hashes are complete subtrees, the largest first. */
export function rootOfEdge({ levels }: Edge): Buffer {
  const stack: { hash: Buffer; height: number }[] = [];
  for (const [level, bytes] of [...levels.entries()].reverse())
    for (const hash of hashesOf(bytes)) {
      let top = { hash, height: level * 8 };
      while (stack.at(-1)?.height === top.height) top = { hash: nodeHash(stack.pop()!.hash, top.hash), height: top.height + 1 };
      stack.push(top);
    }
  return stack.map(({ hash }) => hash).reduceRight<Buffer | undefined>((root, left) => (root ? nodeHash(left, root) : left), undefined) ?? EMPTY_ROOT;
}

/** The unfinished tiles of the edge. */
export const partials = ({ size, levels }: Edge): Tile[] =>
  levels.flatMap((bytes, level) => (bytes.length > 0 ? [{ level, index: Math.floor(size / WIDTH ** (level + 1)), bytes }] : []));

export type ReadTile = (level: number, index: number) => Buffer;
/** Any hash of the tree, from tiles; `read` may answer a tile that is longer than what is asked of it. */
export const hashesFrom =
  (read: ReadTile): ReadHash =>
  (level, index) => {
    const count = 2 ** (level % 8);
    const first = index * count;
    const tile = read(Math.floor(level / 8), Math.floor(first / WIDTH));
    const start = (first % WIDTH) * HASH;
    const bytes = tile.subarray(start, start + count * HASH);
    if (bytes.length !== count * HASH) throw new Error(`tile ${Math.floor(level / 8)}/${Math.floor(first / WIDTH)} is too short`);
    return perfectRoot(hashesOf(bytes));
  };

/** An entry bundle: each entry with its length before it. */
export const bundle = (entries: readonly Buffer[]): Buffer =>
  Buffer.concat(entries.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 255), entry]));
/** The entries of a bundle. */
export function entriesIn(bytes: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 2 + entries.at(-1)!.length) entries.push(bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at)));
  return entries;
}
