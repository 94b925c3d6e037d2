// The little of ASN.1's DER that a question to a time stamping authority and its answer need.
export const OID = {
  sha256: '2.16.840.1.101.3.4.2.1',
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
} as const;

export function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 128) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? (body.length > 0xffff ? 6 : 4) : 2, '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 128 + length.length), length, body]);
}
export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);
export const octets = (bytes: Uint8Array): Buffer => tagged(0x04, bytes);
export const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 255 : 0));
/** A number that is not negative, as bytes without a sign. */
export function integer(value: number | Uint8Array): Buffer {
  const bytes = typeof value === 'number' ? Buffer.from(value.toString(16).padStart(2 * Math.ceil(value.toString(16).length / 2), '0'), 'hex') : value;
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first < 0 ? Buffer.of(0) : Buffer.from(bytes.subarray(first));
  return tagged(0x02, ...(short[0]! > 127 ? [Buffer.of(0)] : []), short);
}
export function oid(dotted: string): Buffer {
  const [a, b, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const base128 = (n: number): number[] => (n < 128 ? [n] : [...base128(Math.floor(n / 128)).map((byte) => byte | 128), n % 128]);
  return tagged(0x06, Buffer.from([a * 40 + b, ...rest.flatMap(base128)]));
}
export const algorithm = (dotted: string): Buffer => sequence(oid(dotted));

export type Value = { readonly tag: number; readonly body: Buffer; readonly raw: Buffer };
/** The value at `at`; undefined for what is none, or reaches beyond the end. Definite lengths and low tags only. */
export function valueAt(bytes: Buffer, at = 0): Value | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & 31) === 31 || first === 128 || first > 132) return undefined;
  const more = first < 128 ? 0 : first - 128;
  const start = at + 2 + more;
  if (start > bytes.length) return undefined;
  const end = start + (more === 0 ? first : bytes.readUIntBE(at + 2, more));
  return end > bytes.length ? undefined : { tag, body: bytes.subarray(start, end), raw: bytes.subarray(at, end) };
}
/** What stands in a sequence or set; undefined when it is not all values. */
export function valuesIn(body: Buffer): Value[] | undefined {
  const values: Value[] = [];
  for (let at = 0; at < body.length; at += values.at(-1)!.raw.length) {
    const value = valueAt(body, at);
    if (!value) return undefined;
    values.push(value);
  }
  return values;
}
