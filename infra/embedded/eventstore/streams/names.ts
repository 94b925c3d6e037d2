// What a stream may be called.
import { projectionOf } from '../projections/definitions.ts';
import { MAX_NAME } from '../store/storage.ts';

/** Throws RangeError (INVALID_ARGUMENT for the client) for names that cannot be written to. */
export function checkWritable(stream: string): void {
  if (stream === '$all') throw new RangeError("'$all' is the whole log and cannot be written to");
  if (stream.startsWith('$$$$')) throw new RangeError('metadata streams have no metadata of their own');
  const projection = projectionOf(stream);
  if (projection !== undefined) throw new RangeError(`'${stream}' is kept by the projection ${projection}`);
  if (Buffer.byteLength(stream) > MAX_NAME) throw new RangeError(`a stream name has at most ${MAX_NAME} bytes`);
}
