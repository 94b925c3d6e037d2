// Messages of Streams.Append, BatchAppend, Delete and Tombstone.
import { frame } from '../grpc/framing.ts';
import { bytes, eachField, empty, message, text, uint } from '../grpc/wire.ts';
import type { Expected } from '../store/expected.ts';
import type { Proposed } from '../store/record.ts';
import { expectedFields, position, readExpected, readStreamIdentifier, readUuid, streamIdentifier, uuid } from './common.ts';

export type Options = { stream: string; expected: Expected; deadline?: number };

function readTimestamp(timestamp: Buffer): number {
  let ms = 0;
  eachField(timestamp, (field, reader) => {
    if (field === 1) ms += reader.number() * 1000;
    else if (field === 2) ms += reader.number() / 1e6;
    else reader.skip();
  });
  return ms;
}
/** Options of a write: stream (field 1), expectation (2 to 5), and for batches a deadline (6) in ms since the epoch. */
export function readOptions(options: Buffer): Options {
  const read: Options = { stream: '', expected: 'any' };
  eachField(options, (field, reader) => {
    const expected = readExpected(field, reader);
    if (expected !== undefined) read.expected = expected;
    else if (field === 1) read.stream = readStreamIdentifier(reader.bytes());
    else if (field === 6) read.deadline = readTimestamp(reader.bytes());
    else reader.skip();
  });
  if (read.stream === '') throw new RangeError('a stream name is required');
  return read;
}
/** DeleteReq and TombstoneReq hold nothing but options. */
export function readOnlyOptions(request: Buffer): Options {
  let options: Options | undefined;
  eachField(request, (field, reader) => {
    if (field === 1) options = readOptions(reader.bytes());
    else reader.skip();
  });
  if (!options) throw new RangeError('options are required');
  return options;
}

function readMapEntry(entry: Buffer): [key: string, value: string] {
  const pair: [string, string] = ['', ''];
  eachField(entry, (field, reader) => {
    if (field === 1 || field === 2) pair[field - 1] = reader.string();
    else reader.skip();
  });
  return pair;
}
const NONE: Buffer = Buffer.alloc(0);
export function readProposed(proposed: Buffer): Proposed {
  const event = { id: '', type: '', json: false, data: NONE, metadata: NONE };
  eachField(proposed, (field, reader) => {
    if (field === 1) event.id = readUuid(reader.bytes());
    else if (field === 2) {
      const [key, value] = readMapEntry(reader.bytes());
      if (key === 'type') event.type = value;
      else if (key === 'content-type') event.json = value === 'application/json';
    } else if (field === 3) event.metadata = reader.bytes();
    else if (field === 4) event.data = reader.bytes();
    else reader.skip();
  });
  if (event.id === '') throw new RangeError('an event needs an id');
  return event;
}
/** What counts towards the maximum append size. */
export const sizeOf = (event: Proposed): number => event.data.length + event.metadata.length + event.type.length;

export type AppendMessage = { options?: Options; event?: Proposed };
export function readAppend(request: Buffer): AppendMessage {
  const read: AppendMessage = {};
  eachField(request, (field, reader) => {
    if (field === 1) read.options = readOptions(reader.bytes());
    else if (field === 2) read.event = readProposed(reader.bytes());
    else reader.skip();
  });
  return read;
}

export type BatchChunk = { correlation: string; options?: Options; events: Proposed[]; final: boolean };
export function readBatch(request: Buffer): BatchChunk {
  const read: BatchChunk = { correlation: '', events: [], final: false };
  eachField(request, (field, reader) => {
    if (field === 1) read.correlation = readUuid(reader.bytes());
    else if (field === 2) read.options = readOptions(reader.bytes());
    else if (field === 3) read.events.push(readProposed(reader.bytes()));
    else if (field === 4) read.final = reader.bool();
    else reader.skip();
  });
  return read;
}

const current = (revision: number, field: { revision: number; none: number }): Buffer => (revision < 0 ? empty(field.none) : uint(field.revision, revision));
const success = (field: number, revision: number, at: number): Buffer =>
  message(field, current(revision, { revision: 1, none: 2 }), at > 0 ? position(3, at) : empty(4));

export const appended = (revision: number, at: number): Buffer => frame(success(1, revision, at));
/** Repeats the outcome in the fields that clients before 21 know. */
export function appendRefused(expected: Expected, actual: number): Buffer {
  const old = expected === 'none' ? [] : [typeof expected === 'number' ? uint(3, expected) : empty(expected === 'any' ? 4 : 5)];
  return frame(
    message(
      2,
      current(actual, { revision: 1, none: 2 }),
      ...old,
      current(actual, { revision: 6, none: 7 }),
      expectedFields(expected, { revision: 8, any: 9, exists: 10, none: 11 }),
    ),
  );
}
/** DeleteResp and TombstoneResp. */
export const deleted = (at: number): Buffer => frame(position(1, at));

type Batch = { correlation: string; options: Options };
const answer = ({ correlation, options }: Batch, result: Buffer): Buffer =>
  frame(
    Buffer.concat([
      uuid(1, correlation),
      result,
      streamIdentifier(4, options.stream),
      expectedFields(options.expected, { revision: 5, none: 6, any: 7, exists: 8 }),
    ]),
  );
export const batchAppended = (batch: Batch, revision: number, at: number): Buffer => answer(batch, success(3, revision, at));

/** An in-band error: the client recognises it by the type in `details` alone. */
const batchError = (batch: Batch, code: number, reason: string, type: string, details: Buffer): Buffer =>
  answer(batch, message(2, uint(1, code), text(2, reason), message(3, text(1, `type.googleapis.com/event_store.client.${type}`), bytes(2, details))));
export const batchRefused = (batch: Batch, actual: number): Buffer =>
  batchError(
    batch,
    9,
    'WrongExpectedVersion',
    'WrongExpectedVersion',
    Buffer.concat([current(actual, { revision: 1, none: 2 }), expectedFields(batch.options.expected, { revision: 3, any: 4, exists: 5, none: 6 })]),
  );
export const batchDeleted = (batch: Batch): Buffer => batchError(batch, 9, 'StreamDeleted', 'StreamDeleted', streamIdentifier(1, batch.options.stream));
export const batchDenied = (batch: Batch): Buffer => batchError(batch, 7, 'AccessDenied', 'AccessDenied', NONE);
export const batchTooLarge = (batch: Batch, limit: number): Buffer =>
  batchError(batch, 3, 'MaximumAppendSizeExceeded', 'MaximumAppendSizeExceeded', uint(1, limit));
export const batchTimeout = (batch: Batch): Buffer => batchError(batch, 4, 'Timeout', 'Timeout', NONE);
export const batchInvalid = (batch: Batch, reason: string): Buffer => batchError(batch, 3, reason, 'BadRequest', text(1, reason));
export const batchFailed = (batch: Batch, reason: string): Buffer => batchError(batch, 2, reason, 'Unknown', NONE);
