// Streams.Append, Delete and Tombstone: one write per call.
import type { Call } from '../grpc/call.ts';
import { streamDeleted, tooLarge, wrongExpectedVersion } from '../grpc/status.ts';
import { appended, appendRefused, deleted, type Options, readAppend, readOnlyOptions, sizeOf } from '../protocol/append.ts';
import { expectedCode } from '../store/expected.ts';
import type { Proposed } from '../store/record.ts';
import type { AppendResult } from '../store/writer.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { checkWritable } from './names.ts';

type Deps = { store: EmbeddedStore; maxAppend: number };

export const makeAppend =
  ({ store, maxAppend }: Deps) =>
  async (call: Call): Promise<void> => {
    let options: Options | undefined;
    let size = 0;
    const events: Proposed[] = [];
    for (const request of await call.messages()) {
      const read = readAppend(request);
      options ??= read.options;
      if (!read.event) continue;
      size += sizeOf(read.event);
      if (size > maxAppend) throw tooLarge(maxAppend);
      events.push(read.event);
    }
    if (!options) throw new RangeError('options are required');
    checkWritable(options.stream);
    call.access.toStream(options.stream, 'write');
    const result = await store.append({ ...options, events });
    if (result.is === 'deleted') throw streamDeleted(options.stream);
    call.end(result.is === 'wrong' ? appendRefused(options.expected, result.current) : appended(result.revision, result.position));
  };

const makeRemoval = (remove: (stream: string, expected: Options['expected']) => Promise<AppendResult>) => async (call: Call) => {
  const { stream, expected } = readOnlyOptions(await call.message());
  checkWritable(stream);
  call.access.toStream(stream, 'delete');
  const result = await remove(stream, expected);
  if (result.is === 'deleted') throw streamDeleted(stream);
  if (result.is === 'wrong') throw wrongExpectedVersion(stream, expectedCode(expected), result.current);
  call.end(deleted(result.position));
};
export const makeDelete = ({ store }: Deps) => makeRemoval(store.softDelete);
export const makeTombstone = ({ store }: Deps) => makeRemoval(store.tombstone);
