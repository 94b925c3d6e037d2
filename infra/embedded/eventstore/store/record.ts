// How one event lies on disk: a fixed header for the server, then the gRPC frame that answers a read, ready to send. The frame is built
// once, at append; reading is slicing. Layout (little-endian): crc32 u32 | flags u8 | format u8 | name length u16 | type length u16 | 2 spare |
// stream number u32 | created f64 (ms) | revision f64 | stream name | type | frame.
import { crc32 } from 'node:zlib';
import { PREFIX } from '../grpc/framing.ts';
import { Reader, varintSize, writeVarint } from '../grpc/wire.ts';

const HEADER = 32;
const FORMAT = 1;
const JSON_FLAG = 1;
/** Bookkeeping: of its stream only the newest event matters, a scavenge removes the others. */
const NEWEST_FLAG = 2;
/** A tombstone takes the largest revision, which no double can hold exactly. */
export const TOMBSTONE_REVISION = 2 ** 48 - 1;
const MAX_INT64_VARINT = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);

export type Proposed = {
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly data: Buffer;
  readonly metadata: Buffer;
  readonly newestOnly?: boolean;
};
/** An event in the log. `value` is its bytes on disk; the functions below look into it. */
export type Entry = { readonly position: number; readonly value: Buffer };
export type Placed = { readonly position: number; readonly revision: number; readonly created: number; readonly streamNumber: number; readonly stream: Buffer };

const nested = (length: number): number => 1 + varintSize(length) + length;
const mapEntry = (key: string, value: Buffer): number => nested(nested(key.length) + nested(value.length));

function writeBytes(target: Buffer, at: number, tag: number, value: Buffer): number {
  target[at] = tag;
  const to = writeVarint(target, at + 1, value.length);
  value.copy(target, to);
  return to + value.length;
}
function writeEntry(target: Buffer, at: number, key: string, value: Buffer): number {
  target[at] = 0x32;
  let to = writeVarint(target, at + 1, nested(key.length) + nested(value.length));
  target[to] = 0x0a;
  to = writeVarint(target, to + 1, key.length);
  to += target.write(key, to, 'latin1');
  return writeBytes(target, to, 0x12, value);
}
const JSON_TYPE = Buffer.from('application/json');
const BINARY_TYPE = Buffer.from('application/octet-stream');
const revisionSize = (revision: number) => (revision === TOMBSTONE_REVISION ? MAX_INT64_VARINT.length : varintSize(revision));
function writeRevision(target: Buffer, at: number, revision: number): number {
  if (revision !== TOMBSTONE_REVISION) return writeVarint(target, at, revision);
  return at + MAX_INT64_VARINT.copy(target, at);
}

/** The bytes to store for an event at its place in the log. */
export function encode(event: Proposed, place: Placed): Buffer {
  const { position, revision, stream } = place;
  const type = Buffer.from(event.type, 'utf8');
  const contentType = event.json ? JSON_TYPE : BINARY_TYPE;
  const created = Buffer.from(`${place.created}0000`, 'latin1'); // 100 ns ticks
  const recorded =
    40 +
    nested(nested(stream.length)) +
    1 +
    revisionSize(revision) +
    2 * (1 + varintSize(position)) +
    mapEntry('type', type) +
    mapEntry('content-type', contentType) +
    mapEntry('created', created) +
    nested(event.metadata.length) +
    nested(event.data.length);
  const readEvent = nested(recorded) + 1 + varintSize(position);
  const body = nested(readEvent);
  const value = Buffer.allocUnsafe(HEADER + stream.length + type.length + PREFIX + body);

  value[4] = (event.json ? JSON_FLAG : 0) | (event.newestOnly ? NEWEST_FLAG : 0);
  value[5] = FORMAT;
  value.writeUInt16LE(stream.length, 6);
  value.writeUInt16LE(type.length, 8);
  value.writeUInt16LE(0, 10);
  value.writeUInt32LE(place.streamNumber, 12);
  value.writeDoubleLE(place.created, 16);
  value.writeDoubleLE(revision, 24);
  let at = HEADER + stream.copy(value, HEADER);
  at += type.copy(value, at);
  value[at++] = 0;
  at = value.writeUInt32BE(body, at);
  value[at] = 0x0a; // ReadResp.event
  at = writeVarint(value, at + 1, readEvent);
  value[at] = 0x0a; // ReadEvent.event
  at = writeVarint(value, at + 1, recorded);
  at += value.write('\x0a\x26\x12\x24', at, 'latin1'); // RecordedEvent.id.string
  at += value.write(event.id, at, 36, 'latin1');
  value[at] = 0x12; // stream_identifier.stream_name
  at = writeVarint(value, at + 1, nested(stream.length));
  at = writeBytes(value, at, 0x1a, stream);
  value[at] = 0x18;
  at = writeRevision(value, at + 1, revision);
  value[at] = 0x20;
  at = writeVarint(value, at + 1, position);
  value[at] = 0x28;
  at = writeVarint(value, at + 1, position);
  at = writeEntry(value, at, 'type', type);
  at = writeEntry(value, at, 'content-type', contentType);
  at = writeEntry(value, at, 'created', created);
  at = writeBytes(value, at, 0x3a, event.metadata);
  at = writeBytes(value, at, 0x42, event.data);
  value[at] = 0x18; // ReadEvent.commit_position
  writeVarint(value, at + 1, position);
  value.writeUInt32LE(crc32(value.subarray(4)), 0);
  return value;
}

export const isIntact = (value: Buffer): boolean => value.length > HEADER && value[5] === FORMAT && value.readUInt32LE(0) === crc32(value.subarray(4));
export const isJson = (value: Buffer): boolean => (value[4]! & JSON_FLAG) !== 0;
export const isNewestOnly = (value: Buffer): boolean => (value[4]! & NEWEST_FLAG) !== 0;
export const revisionOf = (value: Buffer): number => value.readDoubleLE(24);
export const createdOf = (value: Buffer): number => value.readDoubleLE(16);
export const streamNumberOf = (value: Buffer): number => value.readUInt32LE(12);
const typeStart = (value: Buffer): number => HEADER + value.readUInt16LE(6);
const frameStart = (value: Buffer): number => typeStart(value) + value.readUInt16LE(8);
export const streamOf = (value: Buffer): string => value.toString('utf8', HEADER, typeStart(value));
export const typeOf = (value: Buffer): string => value.toString('utf8', typeStart(value), frameStart(value));
/** The ready answer to a read: a gRPC frame holding ReadResp. */
export const frameOf = (value: Buffer): Buffer => value.subarray(frameStart(value));
/** The RecordedEvent message inside the frame. */
export function recordedOf(value: Buffer): Buffer {
  const outer = new Reader(value.subarray(frameStart(value) + PREFIX));
  outer.next();
  const inner = new Reader(outer.bytes());
  inner.next();
  return inner.bytes();
}
export const idOf = (value: Buffer): string => recordedOf(value).toString('latin1', 4, 40);

/** The event's own content, for the server's few readers of it: metadata, links, configuration. */
export function contentOf(value: Buffer): { data: Buffer; metadata: Buffer } {
  const reader = new Reader(recordedOf(value));
  const content: { data: Buffer; metadata: Buffer } = { data: Buffer.alloc(0), metadata: Buffer.alloc(0) };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 7) content.metadata = reader.bytes();
    else if (field === 8) content.data = reader.bytes();
    else reader.skip();
  }
  return content;
}
