// A field's value as bytes: JSON, deflated when long, since clinical resources shrink to a third. The first byte says which.
import { deflateRawSync, inflateRawSync } from 'node:zlib';

const [PLAIN, DEFLATED] = [0, 1];
const LONG = 200;
const MOST = 64 << 20;
/** Room for a clinical resource, not the 16 KiB that zlib takes unasked: to allocate those costs more than to inflate. */
const roomFor = (packed: Buffer) => Math.min(Math.max(packed.length * 8, 1024), 16_384);

export function pack(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value));
  return json.length > LONG ? Buffer.concat([Buffer.of(DEFLATED), deflateRawSync(json)]) : Buffer.concat([Buffer.of(PLAIN), json]);
}

export function unpack(packed: Buffer): unknown {
  const body = packed.subarray(1);
  if (packed[0] !== PLAIN && packed[0] !== DEFLATED) throw new Error('unknown packing');
  return JSON.parse((packed[0] === DEFLATED ? inflateRawSync(body, { maxOutputLength: MOST, chunkSize: roomFor(body) }) : body).toString());
}
