// A log's tree as it can be read: the unfinished tiles from its state, all others from their files.
import type { ReadHash } from '#projections/ledger/merkle.ts';
import type { LogState } from '#projections/ledger/ports.ts';
import { entriesIn, hashesFrom, WIDTH } from '#projections/ledger/tiles.ts';
import type { Files } from './files.ts';

/** Tiles of 8 KiB kept while a tree is read. */
const MOST_TILES = 256;

export function treeOf(files: Pick<Files, 'read'>, { name, edge }: Pick<LogState, 'name' | 'edge'>): ReadHash {
  const kept = new Map<string, Buffer>();
  const read = (level: number, index: number): Buffer => {
    if (index === Math.floor(edge.size / WIDTH ** (level + 1))) return edge.levels[level] ?? Buffer.alloc(0);
    const key = `${level}/${index}`;
    const tile = kept.get(key) ?? files.read(name, level, index);
    if (kept.size >= MOST_TILES) kept.clear();
    kept.set(key, tile);
    return tile;
  };
  return hashesFrom(read);
}

/** The entries of one bundle, also of the unfinished one. */
export const bundleOf = (files: Pick<Files, 'read'>, { name, edge, entries }: LogState, index: number): readonly Buffer[] =>
  index === Math.floor(edge.size / WIDTH) ? entries : entriesIn(files.read(name, 'entries', index));
