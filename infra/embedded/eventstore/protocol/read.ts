// Messages of Streams.Read.
import { frame } from '../grpc/framing.ts';
import { bytes, eachField, empty, isMax, message, text, uint } from '../grpc/wire.ts';
import { type Entry, frameOf, idOf, recordedOf } from '../store/record.ts';
import type { Direction } from '../store/reader.ts';
import { position, readPosition, readStreamIdentifier, streamIdentifier, structuredUuid } from './common.ts';

/** `window` is how many events may be considered between checkpoints, before the multiplier. */
export type FilterOptions = { on: 'stream' | 'type'; regex?: string; prefixes: string[]; window: number; interval: number };
export type From = number | 'start' | 'end';
export type ReadRequest = {
  stream?: string;
  from: From;
  direction: Direction;
  resolve: boolean;
  count: number;
  subscribe: boolean;
  filter?: FilterOptions;
  structured: boolean;
};
const DEFAULT_WINDOW = 32;

function readExpression(expression: Buffer, into: FilterOptions, on: FilterOptions['on']): void {
  into.on = on;
  eachField(expression, (field, reader) => {
    if (field === 1) into.regex = reader.string() || undefined;
    else if (field === 2) into.prefixes.push(reader.string());
    else reader.skip();
  });
}
export function readFilter(filter: Buffer): FilterOptions {
  const read: FilterOptions = { on: 'type', prefixes: [], window: DEFAULT_WINDOW, interval: 1 };
  eachField(filter, (field, reader) => {
    if (field === 1) readExpression(reader.bytes(), read, 'stream');
    else if (field === 2) readExpression(reader.bytes(), read, 'type');
    else if (field === 3) read.window = Math.max(1, reader.number());
    else if (field === 5) read.interval = Math.max(1, reader.number());
    else reader.skip();
  });
  return read;
}

const at = (value: number): From => (isMax(value) ? 'end' : value);
export function readStreamOptions(options: Buffer): { stream: string; from: From } {
  const read: { stream: string; from: From } = { stream: '', from: 'start' };
  eachField(options, (field, reader) => {
    if (field === 1) read.stream = readStreamIdentifier(reader.bytes());
    else if (field === 2) read.from = at(reader.number());
    else {
      if (field === 3 || field === 4) read.from = field === 3 ? 'start' : 'end';
      reader.skip();
    }
  });
  return read;
}
function readAllOptions(options: Buffer): From {
  let from: From = 'start';
  eachField(options, (field, reader) => {
    if (field === 1) from = at(readPosition(reader.bytes()));
    else {
      if (field === 2 || field === 3) from = field === 2 ? 'start' : 'end';
      reader.skip();
    }
  });
  return from;
}

function readReadOptions(options: Buffer): ReadRequest {
  const read: ReadRequest = { from: 'start', direction: 'forwards', resolve: false, count: Number.MAX_SAFE_INTEGER, subscribe: false, structured: false };
  eachField(options, (field, reader) => {
    if (field === 1) Object.assign(read, readStreamOptions(reader.bytes()));
    else if (field === 2) read.from = readAllOptions(reader.bytes());
    else if (field === 3) read.direction = reader.number() === 1 ? 'backwards' : 'forwards';
    else if (field === 4) read.resolve = reader.bool();
    else if (field === 5) read.count = reader.number();
    else if (field === 6) {
      read.subscribe = true;
      reader.skip();
    } else if (field === 7) read.filter = readFilter(reader.bytes());
    else if (field === 9) eachField(reader.bytes(), (f, r) => ((read.structured = f === 1), r.skip()));
    else reader.skip();
  });
  return read;
}
export function readRequest(request: Buffer): ReadRequest {
  let read: ReadRequest | undefined;
  eachField(request, (field, reader) => {
    if (field === 1) read = readReadOptions(reader.bytes());
    else reader.skip();
  });
  if (!read) throw new RangeError('options are required');
  return read;
}

export const confirmation = (subscription: string): Buffer => frame(message(2, text(1, subscription)));
export const checkpoint = (commit: number): Buffer => frame(position(3, commit));
export const streamNotFound = (stream: string): Buffer => frame(message(4, streamIdentifier(1, stream)));
export const caughtUp = (): Buffer => frame(empty(8));
export const fellBehind = (): Buffer => frame(empty(9));

/** A link and what it points at; `target` is absent when that is gone. */
export type Resolved = { readonly entry: Entry; readonly target?: Entry; readonly isLink: boolean };
const withStructuredId = (recorded: Buffer, id: string): Buffer => Buffer.concat([bytes(1, structuredUuid(id)), recorded.subarray(40)]);
const recorded = (entry: Entry, structured: boolean): Buffer =>
  structured ? withStructuredId(recordedOf(entry.value), idOf(entry.value)) : recordedOf(entry.value);

/** The ReadEvent fields of an event, or of a link with its target. The same numbers serve persistent subscriptions. */
export function readEventFields({ entry, target, isLink }: Resolved, structured: boolean): Buffer[] {
  const event = isLink ? target : entry;
  const parts = event ? [bytes(1, recorded(event, structured))] : [];
  if (isLink) parts.push(bytes(2, recorded(entry, structured)));
  return [...parts, uint(3, entry.position)];
}
/** The frame that delivers one event: the stored one when nothing must be changed in it. */
export function eventFrame(resolved: Resolved, structured: boolean): Buffer {
  if (!resolved.isLink && !structured) return frameOf(resolved.entry.value);
  return frame(message(1, ...readEventFields(resolved, structured)));
}
