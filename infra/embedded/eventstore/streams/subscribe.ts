// Catch-up subscriptions: "read on from position X", again after every commit. Catching up and live are one code path, so there is
// nothing to miss between them; a client that does not read only makes its own loop wait.
import { randomUUID } from 'node:crypto';
import type { Call } from '../grpc/call.ts';
import { streamDeleted } from '../grpc/status.ts';
import { caughtUp, checkpoint, confirmation, fellBehind, type ReadRequest } from '../protocol/read.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { makeFilter } from './filter.ts';
import { makeFrames, PAGE, turn } from './frames.ts';

/** A wake-up that is never lost: a commit between two waits makes the next wait return at once. */
function makeAlarm(call: Call, store: EmbeddedStore): () => Promise<void> {
  let rung = false;
  let wake: (() => void) | undefined;
  const ring = () => {
    rung = true;
    wake?.();
  };
  call.onClose(store.onCommit(ring));
  call.onClose(ring);
  return async () => {
    if (!rung) await new Promise<void>((resolve) => (wake = resolve));
    rung = false;
    wake = undefined;
  };
}

/** Runs `step` (one page; answers whether there is more) until the client leaves; says when it has caught up, once per transition. */
async function pump(call: Call, store: EmbeddedStore, step: () => boolean, atEnd: () => void): Promise<void> {
  const alarm = makeAlarm(call, store);
  let live = false;
  while (!call.closed) {
    const more = step();
    if (more && live) {
      live = false;
      call.send(fellBehind());
    }
    await call.drained();
    if (more) await turn();
    else {
      if (!live) {
        atEnd();
        call.send(caughtUp());
        live = true;
      }
      await alarm();
    }
  }
}

export async function subscribeToAll(call: Call, store: EmbeddedStore, request: ReadRequest): Promise<void> {
  const { filter } = request;
  const matches = filter && makeFilter(filter);
  const toFrame = makeFrames(store, request);
  const window = filter ? filter.window * filter.interval : 0;
  let last = request.from === 'start' ? 0 : request.from === 'end' ? store.last() : request.from;
  let considered = 0;
  call.send(confirmation(randomUUID()));
  const step = () => {
    const page = store.log(last + 1, PAGE, 'forwards');
    for (const entry of page) {
      last = entry.position;
      if (!matches || matches(entry.value)) call.send(toFrame(entry));
      if (matches && ++considered >= window) {
        considered = 0;
        call.send(checkpoint(last));
      }
    }
    return page.length > 0 && last < store.last();
  };
  const atEnd = () => {
    if (matches && last > 0) call.send(checkpoint(last));
  };
  await pump(call, store, step, atEnd);
}

export async function subscribeToStream(call: Call, store: EmbeddedStore, request: ReadRequest, stream: string): Promise<void> {
  const toFrame = makeFrames(store, request);
  let next = request.from === 'start' ? 0 : request.from === 'end' ? store.state(stream).last + 1 : request.from + 1;
  call.send(confirmation(randomUUID()));
  const step = () => {
    const state = store.state(stream);
    if (state.last < next) return false;
    const page = store.stream(stream, next, PAGE, 'forwards');
    for (const entry of page.entries) call.send(toFrame(entry));
    next = page.next ?? state.last + 1;
    if (state.tombstoned && page.next === undefined) call.fail(streamDeleted(stream));
    return page.next !== undefined;
  };
  await pump(call, store, step, () => {});
}
