// Streams.Read: plain reads end, subscriptions go on (see subscribe.ts).
import type { Call } from '../grpc/call.ts';
import { streamDeleted } from '../grpc/status.ts';
import { type ReadRequest, readRequest, streamNotFound } from '../protocol/read.ts';
import { isReadable } from '../store/stream-metadata.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { makeFilter } from './filter.ts';
import { makeFrames, PAGE, turn } from './frames.ts';
import { subscribeToAll, subscribeToStream } from './subscribe.ts';

async function readStream(call: Call, store: EmbeddedStore, request: ReadRequest, stream: string): Promise<void> {
  const state = store.state(stream);
  if (state.tombstoned) throw streamDeleted(stream);
  if (!isReadable(state)) return call.end(streamNotFound(stream));
  const toFrame = makeFrames(store, request);
  let from: number | undefined = request.from === 'start' ? 0 : request.from === 'end' ? state.last : request.from;
  if (request.from === 'end' && request.direction === 'forwards') return call.end();
  let left = request.count;
  while (from !== undefined && left > 0 && !call.closed) {
    const page = store.stream(stream, from, Math.min(PAGE, left), request.direction);
    for (const entry of page.entries) call.send(toFrame(entry));
    left -= page.entries.length;
    from = page.next;
    await call.drained();
    await turn();
  }
  call.end();
}

async function readAll(call: Call, store: EmbeddedStore, request: ReadRequest): Promise<void> {
  const toFrame = makeFrames(store, request);
  const matches = request.filter ? makeFilter(request.filter) : () => true;
  const forwards = request.direction === 'forwards';
  const last = store.last(); // the read ends with what was there when it began
  let from = request.from === 'start' ? 1 : request.from === 'end' ? last + (forwards ? 1 : 0) : request.from - (forwards ? 0 : 1); // backwards is exclusive
  if (request.from === 'start' && !forwards) return call.end();
  let left = request.count;
  while (left > 0 && from >= 1 && from <= last + (forwards ? 0 : 1) && !call.closed) {
    const page = store.log(from, PAGE, request.direction);
    if (page.length === 0) break;
    const wanted = page.filter((entry) => entry.position <= last && matches(entry.value)).slice(0, left);
    for (const entry of wanted) call.send(toFrame(entry));
    left -= wanted.length;
    from = page.at(-1)!.position + (forwards ? 1 : -1);
    await call.drained();
    await turn();
  }
  call.end();
}

export const makeRead =
  ({ store }: { store: EmbeddedStore }) =>
  async (call: Call): Promise<void> => {
    const request = readRequest(await call.message());
    const { stream } = request;
    call.access.toStream(stream ?? '$all', 'read');
    if (request.subscribe) return stream === undefined ? subscribeToAll(call, store, request) : subscribeToStream(call, store, request, stream);
    return stream === undefined || stream === '$all' ? readAll(call, store, request) : readStream(call, store, request, stream);
  };
