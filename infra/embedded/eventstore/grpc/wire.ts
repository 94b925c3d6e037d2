// The protobuf wire format, by hand: only what EventStoreDB's messages use. Unknown fields are skipped, as protobuf demands.

const HIGH = 2 ** 32;
/** "No position" and "end" travel as the largest uint64; as a double that is 2^64. */
export const isMax = (value: number): boolean => value >= 2 ** 63;

/** Reads one message. `next()` answers the field number or 0 at the end; then exactly one of the value methods must be called. */
export class Reader {
  #at: number;
  readonly #end: number;
  readonly #bytes: Buffer;
  #wireType = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#at = 0;
    this.#end = bytes.length;
  }
  next(): number {
    if (this.#at >= this.#end) return 0;
    const tag = this.number();
    this.#wireType = tag & 7;
    return Math.floor(tag / 8);
  }
  #byte(): number {
    if (this.#at >= this.#end) throw new RangeError('truncated protobuf message');
    return this.#bytes[this.#at++]!;
  }
  #halves(): [low: number, high: number] {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 28) low += bits * 2 ** shift;
      else if (shift === 28) {
        low += (bits & 0x0f) * 2 ** 28;
        high += bits >>> 4;
      } else high += bits * 2 ** (shift - 32);
      if (byte < 0x80) return [low, high];
    }
    throw new RangeError('malformed varint');
  }
  /** An unsigned varint as a double: exact up to 2^53. */
  number(): number {
    const first = this.#bytes[this.#at];
    if (first !== undefined && first < 0x80 && this.#at < this.#end) {
      this.#at++;
      return first;
    }
    const [low, high] = this.#halves();
    return high * HIGH + low;
  }
  int32(): number {
    return this.#halves()[0] | 0;
  }
  int64(): bigint {
    const [low, high] = this.#halves();
    return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
  }
  bool(): boolean {
    return this.number() !== 0;
  }
  bytes(): Buffer {
    const length = this.number();
    const from = this.#at;
    if (from + length > this.#end) throw new RangeError('truncated protobuf message');
    this.#at = from + length;
    return this.#bytes.subarray(from, this.#at);
  }
  string(): string {
    return this.bytes().toString('utf8');
  }
  skip(): void {
    if (this.#wireType === 0) this.#halves();
    else if (this.#wireType === 2) this.bytes();
    else if (this.#wireType === 1) this.#at += 8;
    else if (this.#wireType === 5) this.#at += 4;
    else throw new RangeError(`unsupported protobuf wire type ${this.#wireType}`);
  }
}

/** Calls `visit` for each field of a message; a field that `visit` does not consume must be skipped by it. */
export function eachField(bytes: Buffer, visit: (field: number, reader: Reader) => void): void {
  const reader = new Reader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) visit(field, reader);
}

export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
  return size;
}

export function writeVarint(target: Buffer, at: number, value: number): number {
  let rest = value;
  let to = at;
  while (rest >= 0x80) {
    target[to++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[to++] = rest;
  return to;
}

const EMPTY = Buffer.alloc(0);
const head = (field: number, type: number, value: number): Buffer => {
  const tag = field * 8 + type;
  const bytes = Buffer.allocUnsafe(varintSize(tag) + varintSize(value));
  writeVarint(bytes, writeVarint(bytes, 0, tag), value);
  return bytes;
};
/** Field writers for messages off the hot path: concatenate their results to get a message. */
export const uint = (field: number, value: number): Buffer => head(field, 0, value);
export const bool = (field: number, value: boolean): Buffer => uint(field, value ? 1 : 0);
/** A signed 64-bit integer in two's complement, which takes ten bytes when negative. */
export const int64 = (field: number, value: bigint): Buffer => {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  const tag = Buffer.allocUnsafe(varintSize(field * 8));
  writeVarint(tag, 0, field * 8);
  return Buffer.concat([tag, Buffer.from([...out, Number(rest)])]);
};
export const float = (field: number, value: number): Buffer => {
  const tag = Buffer.allocUnsafe(varintSize(field * 8 + 5));
  writeVarint(tag, 0, field * 8 + 5);
  const fixed = Buffer.allocUnsafe(4);
  fixed.writeFloatLE(value);
  return Buffer.concat([tag, fixed]);
};
export const bytes = (field: number, value: Buffer): Buffer => Buffer.concat([head(field, 2, value.length), value]);
export const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value, 'utf8'));
export const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts));
export const empty = (field: number): Buffer => bytes(field, EMPTY);
