// Where each position of a segment lies in its file. Kept beside a finished segment so that a start need not read the segment; always
// rebuildable from it.
import { crc32 } from 'node:zlib';

/** Position has no record: scavenged. */
export const HOLE = 0xffffffff;

export type Offsets = ReturnType<typeof makeOffsets>;

export function makeOffsets(first: number, from: Uint32Array = new Uint32Array(1024), length = 0) {
  let table = from;
  let size = length;
  function reserve(count: number): void {
    if (count > table.length) {
      const larger = new Uint32Array(Math.max(table.length * 2, count));
      larger.set(table.subarray(0, size));
      table = larger;
    }
    if (count > size) table.fill(HOLE, size, count);
    size = Math.max(size, count);
  }
  return {
    /** The position after the last one known. */
    next: (): number => first + size,
    at: (position: number): number => (position >= first && position < first + size ? table[position - first]! : HOLE),
    add(position: number, offset: number): void {
      reserve(position - first + 1);
      table[position - first] = offset;
    },
    /** Positions up to `next` are known, as holes unless added. */
    extend: (next: number): void => reserve(next - first),
    table: (): Uint32Array => table.subarray(0, size),
  };
}

/** crc32 u32 | segment end u32 | offsets. */
export function encodeTable(offsets: Offsets, end: number): Buffer {
  const table = offsets.table();
  const bytes = Buffer.alloc(8 + table.byteLength);
  bytes.writeUInt32LE(end, 4);
  Buffer.from(table.buffer, table.byteOffset, table.byteLength).copy(bytes, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}
/** Undefined when the bytes are no whole table. */
export function decodeTable(first: number, bytes: Buffer): { offsets: Offsets; end: number } | undefined {
  if (bytes.length < 8 || bytes.length % 4 !== 0 || bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return undefined;
  const table = new Uint32Array((bytes.length - 8) / 4);
  Buffer.from(table.buffer).set(bytes.subarray(8));
  return { offsets: makeOffsets(first, table, table.length), end: bytes.readUInt32LE(4) };
}
