// The ledger's state as it is kept: states as JSON, places of the stream map as bytes, since there are many.
import type { LogState } from '#projections/ledger/ports.ts';
import type { Node } from '#projections/ledger/streams.ts';
import { bundle, entriesIn } from '#projections/ledger/tiles.ts';

const text = (bytes: Buffer): string => bytes.toString('base64');
const bytes = (from: string): Buffer => Buffer.from(from, 'base64');

type Kept = Omit<LogState, 'edge' | 'entries' | 'last'> & {
  size: number;
  levels: string[];
  /** As a bundle; ledgers of before have one text an entry. */
  entries: string | string[];
  last?: { position: string; stream: string; revision: number; entry: string };
};
export function encodeState({ edge, entries, last, ...rest }: LogState): Kept {
  const kept = { ...rest, size: edge.size, levels: edge.levels.map(text), entries: text(bundle(entries)) };
  return last ? { ...kept, last: { ...last, position: String(last.position), entry: text(last.entry) } } : kept;
}
export function decodeState(kept: object): LogState {
  const { size, levels, entries, last, ...rest } = kept as Kept;
  const state = { ...rest, edge: { size, levels: levels.map(bytes) }, entries: typeof entries === 'string' ? entriesIn(bytes(entries)) : entries.map(bytes) };
  return last ? { ...state, last: { ...last, position: BigInt(last.position), entry: bytes(last.entry) } } : state;
}

const [INNER, STREAM] = [0, 1];
/** An inner place: its hash. A stream: its key, its last revision in six bytes, its hash. */
export function encodeNode(node: Node): Buffer {
  if ('hash' in node) return Buffer.concat([Buffer.of(INNER), node.hash]);
  const last = Buffer.alloc(6);
  last.writeUIntBE(node.stream.last, 0, 6);
  return Buffer.concat([Buffer.of(STREAM), node.stream.key, last, node.stream.hash]);
}
export function decodeNode(kept: Buffer): Node {
  if (kept[0] === INNER) return { hash: kept.subarray(1) };
  return { stream: { key: kept.subarray(1, 33), last: kept.readUIntBE(33, 6), hash: kept.subarray(39) } };
}
