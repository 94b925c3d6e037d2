// How a segment of the log lies on disk. A segment begins with "EVLOG", a format byte, its first position and, once scavenged, how many
// positions it spans; then come groups, one per commit: magic u32 | length u32 | count u32 | crc32 u32, and in it records: length u32 |
// position u48 | 2 spare | value. A group is valid as a whole or not at all, which makes an append of several events atomic. Little-endian.
import { crc32 } from 'node:zlib';
import type { Entry } from '../record.ts';

export const FORMAT = 2;
const MAGIC = 0x50524745;
const GROUP = 16;
/** Bytes in front of each record's value. */
export const RECORD = 12;
export const SEGMENT_HEADER = 16;
const NAME = 'EVLOG';

/** `span` is 0 for a segment as first written: it then ends with its last record. */
export function segmentHeader(first: number, span = 0): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER);
  header.write(NAME, 0, 'latin1');
  header[5] = FORMAT;
  header.writeUIntLE(first, 6, 6);
  header.writeUInt32LE(span, 12);
  return header;
}
/** The span in a segment's header, undefined when it is not the header of a segment that begins with `first`. */
export function spanOf(bytes: Buffer, first: number): number | undefined {
  if (bytes.length < SEGMENT_HEADER) return undefined;
  const span = bytes.readUInt32LE(12);
  return bytes.subarray(0, SEGMENT_HEADER).equals(segmentHeader(first, span)) ? span : undefined;
}

const checksum = (bytes: Buffer, at: number, length: number): number =>
  crc32(bytes.subarray(at + GROUP, at + GROUP + length), crc32(bytes.subarray(at, at + 12)));

/** Entries of one commit as the bytes to write, and where in them each record begins. */
export function encodeGroup(entries: readonly Entry[]): { bytes: Buffer; offsets: number[] } {
  let length = 0;
  for (const { value } of entries) length += RECORD + value.length;
  const bytes = Buffer.allocUnsafe(GROUP + length);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(length, 4);
  bytes.writeUInt32LE(entries.length, 8);
  const offsets: number[] = [];
  let at = GROUP;
  for (const { position, value } of entries) {
    offsets.push(at);
    bytes.writeUInt32LE(value.length, at);
    bytes.writeUIntLE(position, at + 4, 6);
    bytes.writeUInt16LE(0, at + 10);
    value.copy(bytes, at + RECORD);
    at += RECORD + value.length;
  }
  bytes.writeUInt32LE(checksum(bytes, 0, length), 12);
  return { bytes, offsets };
}

export const positionAt = (bytes: Buffer, at: number): number => bytes.readUIntLE(at + 4, 6);
/** The record at `at`, or undefined when the bytes there are not the record of `position`. */
export function recordAt(bytes: Buffer, at: number, position: number): Entry | undefined {
  if (at + RECORD > bytes.length || positionAt(bytes, at) !== position) return undefined;
  const end = at + RECORD + bytes.readUInt32LE(at);
  return end > bytes.length ? undefined : { position, value: bytes.subarray(at + RECORD, end) };
}

/** The length of the valid group at `at`, header included; 0 when there is none. */
function groupLength(bytes: Buffer, at: number): number {
  if (at + GROUP > bytes.length || bytes.readUInt32LE(at) !== MAGIC) return 0;
  const length = bytes.readUInt32LE(at + 4);
  if (at + GROUP + length > bytes.length) return 0;
  return bytes.readUInt32LE(at + 12) === checksum(bytes, at, length) ? GROUP + length : 0;
}

/** What a scan found: `end` is where valid groups end; `rest` says what follows: nothing, a torn write, or valid groups behind damage. */
export type Scan = { readonly end: number; readonly rest: 'nothing' | 'torn' | 'damaged' };
const isEmpty = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

/** Walks the groups of a whole segment and calls `each` for every record. */
export function scan(bytes: Buffer, each: (position: number, at: number) => void): Scan {
  let at = SEGMENT_HEADER;
  for (let length = groupLength(bytes, at); length > 0; length = groupLength(bytes, at)) {
    for (let record = at + GROUP; record < at + length; record += RECORD + bytes.readUInt32LE(record)) each(positionAt(bytes, record), record);
    at += length;
  }
  const tail = bytes.subarray(at);
  if (tail.length === 0 || isEmpty(tail)) return { end: at, rest: 'nothing' };
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(MAGIC);
  for (let next = tail.indexOf(magic, 1); next >= 0; next = tail.indexOf(magic, next + 1)) if (groupLength(tail, next) > 0) return { end: at, rest: 'damaged' };
  return { end: at, rest: 'torn' };
}
