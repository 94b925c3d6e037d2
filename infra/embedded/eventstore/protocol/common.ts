// Parts that many messages share: uuids, stream identifiers, positions, expected revisions.
import { frame } from '../grpc/framing.ts';
import { Reader, bytes, eachField, empty, int64, message, text, uint } from '../grpc/wire.ts';
import type { Expected } from '../store/expected.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Two signed 64-bit halves, big-endian, as .NET and Java clients send ids. */
function fromHalves(structured: Buffer): string {
  const halves = Buffer.alloc(16);
  eachField(structured, (field, reader) => {
    if (field === 1 || field === 2) halves.writeBigInt64BE(reader.int64(), (field - 1) * 8);
    else reader.skip();
  });
  return halves.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
/** The canonical text of a UUID message. Throws RangeError for anything else. */
export function readUuid(uuid: Buffer): string {
  let id = '';
  eachField(uuid, (field, reader) => {
    if (field === 2) id = reader.bytes().toString('latin1').toLowerCase();
    else if (field === 1) id = fromHalves(reader.bytes());
    else reader.skip();
  });
  if (!UUID.test(id)) throw new RangeError(`'${id}' is no uuid`);
  return id;
}
export const uuid = (field: number, id: string): Buffer => message(field, text(2, id));
/** The same id as two signed halves. */
export function structuredUuid(id: string): Buffer {
  const raw = Buffer.from(id.replaceAll('-', ''), 'hex');
  return message(1, int64(1, raw.readBigInt64BE(0)), int64(2, raw.readBigInt64BE(8)));
}

export function readStreamIdentifier(identifier: Buffer): string {
  let name = '';
  eachField(identifier, (field, reader) => {
    if (field === 3) name = reader.string();
    else reader.skip();
  });
  return name;
}
export const streamIdentifier = (field: number, name: string): Buffer => message(field, bytes(3, Buffer.from(name, 'utf8')));

/** An answer without content. */
export const done = (): Buffer => frame(Buffer.alloc(0));

export const position = (field: number, at: number): Buffer => message(field, uint(1, at), uint(2, at));
/** The commit position of a Position message. */
export function readPosition(message_: Buffer): number {
  let commit = 0;
  eachField(message_, (field, reader) => {
    if (field === 1) commit = reader.number();
    else reader.skip();
  });
  return commit;
}

/** Fields 2 to 5 of every request that writes: revision, no_stream, any, stream_exists. Undefined when the field is another one. */
export function readExpected(field: number, reader: Reader): Expected | undefined {
  if (field === 2) return reader.number();
  if (field < 3 || field > 5) return undefined;
  reader.skip();
  return (['none', 'any', 'exists'] as const)[field - 3];
}
/** An expectation as four consecutive oneof fields: revision, and the named ones at the numbers given. */
export function expectedFields(expected: Expected, at: { revision: number; any: number; exists: number; none: number }): Buffer {
  if (typeof expected === 'number') return uint(at.revision, expected);
  return empty(at[expected]);
}
