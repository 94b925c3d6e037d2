// The single writer. An append is judged against what is assigned (not yet on disk), takes its place in the log and waits for the
// next commit; while one commit is under way the following group collects. Readers learn of events only after the disk has them.
import { RpcError, Status } from '../grpc/status.ts';
import { type Expected, judge, type Lookup } from './expected.ts';
import type { Head, Heads } from './heads.ts';
import type { RecentIds } from './recent-ids.ts';
import { type Group, makePlaces } from './places.ts';
import { type Entry, idOf, type Proposed, revisionOf, streamNumberOf, TOMBSTONE_REVISION } from './record.ts';
import type { Storage } from './storage.ts';
import { isMetaStream, metaStreamOf, SOFT_DELETE_DOCUMENT } from './stream-metadata.ts';
import type { Tail } from './tail.ts';

export type AppendRequest = {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly Proposed[];
  /** Bookkeeping: of this stream only the newest event matters, a scavenge removes the others. */
  readonly replace?: boolean;
};
/** `position` is 0 for an append of no events. `current` is the stream's last revision, -1 when it has none. */
export type AppendResult =
  | { readonly is: 'appended'; readonly revision: number; readonly position: number }
  | { readonly is: 'wrong'; readonly current: number }
  | { readonly is: 'deleted' };

type Commit = Group & { readonly done: Promise<void>; readonly resolve: () => void; readonly reject: (error: unknown) => void };
type Deps = { storage: Storage; heads: Heads; tail: Tail; recent: RecentIds; now: () => number; published: (last: number) => void; newId: () => string };
export type Writer = ReturnType<typeof makeWriter>;

function newCommit(): Commit {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => {}); // each waiter handles it; a group nobody waits for must not end the process
  return { writes: [], bytes: 0, done: promise, resolve, reject };
}

export function makeWriter({ storage, heads, tail, recent, now, published, newId }: Deps) {
  const places = makePlaces({ storage, heads, tail, recent, now, newId });
  let collecting = newCommit();
  let committing: Commit | undefined;
  let stopped = false;

  const lookup: Lookup = {
    at(head, revision) {
      const pending = head.pending.find((p) => p.revision === revision);
      if (pending) return pending;
      const at = head.number === 0 || revision > head.durable.last ? undefined : storage.indexed(head.number, revision, 1)[0];
      const entry = at?.revision === revision ? (tail.get(at.position) ?? storage.entry(at.position)) : undefined;
      return entry && { id: idOf(entry.value), revision, position: entry.position };
    },
    byId: (head, id) => head.pending.find((p) => p.id === id) ?? recent.find(head.number, id),
    hasMetadata: (head) => !isMetaStream(head.name) && heads.of(metaStreamOf(head.name)).assigned.last >= 0,
  };

  function failed(group: Commit, error: unknown): void {
    const cause = new RpcError(Status.UNAVAILABLE, `The disk did not take the write: ${error instanceof Error ? error.message : String(error)}`);
    const waiting = collecting;
    collecting = newCommit(); // what waited was judged against a state that never came to be
    places.reset();
    group.reject(cause);
    waiting.reject(cause);
  }

  async function commitAll(): Promise<void> {
    while (collecting.writes.length > 0) {
      const group = collecting;
      committing = group;
      collecting = newCommit();
      try {
        await storage.commit(group.writes);
      } catch (error) {
        failed(group, error);
        continue;
      }
      places.publish(group.writes);
      group.resolve();
      published(group.writes.at(-1)!.entry.position);
    }
    committing = undefined;
  }

  const underWay = () => Promise.allSettled([committing?.done, collecting.writes.length > 0 ? collecting.done : undefined]);
  /** Waits for the stream's events that are not on disk yet; throws when the disk refuses them. */
  async function durable(head: Head): Promise<void> {
    if (head.pending.length === 0) return;
    for (const outcome of await underWay()) if (outcome.status === 'rejected') throw outcome.reason;
  }
  function commitSoon(): Promise<void> {
    const { done } = collecting;
    if (!committing) {
      committing = collecting;
      queueMicrotask(() => void commitAll()); // what arrived in one chunk shares the commit
    }
    return done;
  }
  function refuseWhenStopped(): void {
    if (stopped) throw new RpcError(Status.UNAVAILABLE, 'Server Is Shutting Down');
  }

  return {
    async append({ stream, expected, events, replace = false }: AppendRequest): Promise<AppendResult> {
      refuseWhenStopped();
      const head = heads.of(stream);
      const state = head.assigned;
      if (state.tombstoned) return { is: 'deleted' };
      const verdict = judge(head, expected, events, lookup);
      if (verdict.is === 'wrong') return { is: 'wrong', current: state.last };
      if (verdict.is === 'repeat') {
        await durable(head);
        return { is: 'appended', ...verdict.last };
      }
      if (events.length === 0) return { is: 'appended', revision: state.last, position: 0 };
      const last = places.placeAll(collecting, head, events, replace);
      const revision = state.last + events.length;
      await commitSoon();
      return { is: 'appended', revision, position: last };
    },
    /** Hides all events of a stream, which may be written again. Answers the position of what says so. */
    async softDelete(stream: string, expected: Expected): Promise<AppendResult> {
      refuseWhenStopped();
      const head = heads.of(stream);
      const state = head.assigned;
      if (state.tombstoned) return { is: 'deleted' };
      if (state.last < 0 || judge(head, expected, [], lookup).is !== 'new') return { is: 'wrong', current: state.last };
      const at = places.placeMetadata(collecting, stream, SOFT_DELETE_DOCUMENT);
      await commitSoon();
      return { is: 'appended', revision: state.last, position: at };
    },
    /** Ends a stream for ever. */
    async tombstone(stream: string, expected: Expected): Promise<AppendResult> {
      refuseWhenStopped();
      const head = heads.of(stream);
      const state = head.assigned;
      if (state.tombstoned) return { is: 'deleted' };
      if (judge(head, expected, [], lookup).is !== 'new') return { is: 'wrong', current: state.last };
      const at = places.place(
        collecting,
        head,
        { id: newId(), type: '$streamDeleted', json: true, data: Buffer.from('{}'), metadata: Buffer.alloc(0) },
        TOMBSTONE_REVISION,
      );
      await commitSoon();
      return { is: 'appended', revision: TOMBSTONE_REVISION, position: at };
    },
    /** Bytes that wait for the disk: callers stop reading from their clients when it grows too large. */
    backlog: (): number => collecting.bytes + (committing && committing !== collecting ? committing.bytes : 0),
    /** Resolves when everything accepted so far is on disk (or refused by it). */
    async settled(): Promise<void> {
      for (let more = true; more; more = committing !== undefined) await underWay();
    },
    stop(): void {
      stopped = true;
    },
    warm(entries: readonly Entry[]): void {
      for (const { position: at, value } of entries) recent.add(streamNumberOf(value), idOf(value), { revision: revisionOf(value), position: at });
    },
  };
}
