// Gives disk space back: rewrites finished segments without the events that no reader of their stream can see. Positions are never
// reused, so $all has holes there; the last event of every stream stays, since it holds the stream's place. Appends, reads and
// subscriptions go on meanwhile; each segment is replaced at once, and a crash leaves the old one or the new one.
import { randomUUID } from 'node:crypto';
import { makeHeads } from './heads.ts';
import type { Segment } from './log/segment.ts';
import { type Entry, idOf, isNewestOnly, revisionOf, streamNumberOf, streamOf, TOMBSTONE_REVISION } from './record.ts';
import type { RecentIds } from './recent-ids.ts';
import type { Storage } from './storage.ts';
import { firstVisible, isMetaStream, isTooOld, type StreamState } from './stream-metadata.ts';
import type { Tail } from './tail.ts';

export type ScavengeProgress = {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly segments: number;
  readonly segmentsDone: number;
  readonly eventsRemoved: number;
  readonly bytesFreed: number;
  readonly error?: string;
};
/** `done` resolves with the last progress, whatever became of it; `stop` ends it after the page at hand and keeps what was freed. */
export type Scavenge = { readonly id: string; readonly done: Promise<ScavengeProgress>; progress(): ScavengeProgress; stop(): void };
type Removed = { readonly position: number; readonly stream: number; readonly revision: number; readonly id: string };
type Deps = { storage: Storage; tail: Tail; recent: RecentIds; now: () => number };
/** Positions looked at per turn of the event loop. */
const PAGE = 256;
const STATES = 10_000;
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
class Stopped extends Error {}

/** Whether a reader of its stream can still see the event, or the stream needs it to know where it is. */
function isKept(value: Buffer, name: string, state: StreamState, now: number): boolean {
  const revision = revisionOf(value);
  if (revision === state.last || revision === TOMBSTONE_REVISION) return true;
  if (state.tombstoned || isNewestOnly(value)) return false;
  return revision >= firstVisible(state, isMetaStream(name)) && !isTooOld(value, state.metadata, now);
}

export function makeScavenger({ storage, tail, recent, now }: Deps) {
  let running: Scavenge | undefined;

  function start(): Scavenge {
    let progress: ScavengeProgress = { state: 'running', segments: 0, segmentsDone: 0, eventsRemoved: 0, bytesFreed: 0 };
    let isStopped = false;
    const heads = makeHeads(storage, STATES); // states as of now or a little older, which keeps more, never less
    const pause = async (): Promise<void> => {
      await turn();
      if (isStopped) throw new Stopped();
    };
    /** Every record of the segment, a page at a time. */
    async function* pages(segment: Segment): AsyncGenerator<Entry[]> {
      for (let from = segment.first; from <= segment.last; from += PAGE) {
        const positions = Array.from({ length: Math.min(PAGE, segment.last - from + 1) }, (_, i) => from + i);
        yield storage.records(positions);
        await pause();
      }
    }
    async function removable(segment: Segment): Promise<Removed[]> {
      const found: Removed[] = [];
      for await (const page of pages(segment))
        for (const { position, value } of page) {
          const name = streamOf(value);
          if (isKept(value, name, heads.of(name).durable, now())) continue;
          found.push({ position, stream: streamNumberOf(value), revision: revisionOf(value), id: idOf(value) });
        }
      return found;
    }
    async function rewrite(segment: Segment, removed: readonly Removed[]): Promise<number> {
      const gone = new Set(removed.map(({ position }) => position));
      const next = await storage.log.draft(segment);
      try {
        for await (const page of pages(segment)) {
          const kept = page.filter(({ position }) => !gone.has(position));
          if (kept.length > 0) await next.add(kept);
        }
        await storage.index.remove(removed);
        const freed = await next.replace();
        for (const { position, stream, id } of removed) {
          tail.forget(position);
          recent.remove(stream, id);
        }
        return freed;
      } catch (error) {
        next.discard();
        throw error;
      }
    }
    async function run(): Promise<void> {
      await storage.log.roll();
      await storage.index.settled();
      const segments = [...storage.log.finished()];
      progress = { ...progress, segments: segments.length };
      for (const segment of segments) {
        const removed = await removable(segment);
        const freed = removed.length > 0 ? await rewrite(segment, removed) : 0;
        const { segmentsDone, eventsRemoved, bytesFreed } = progress;
        progress = { ...progress, segmentsDone: segmentsDone + 1, eventsRemoved: eventsRemoved + removed.length, bytesFreed: bytesFreed + freed };
      }
    }
    const ended = (state: 'done' | 'stopped' | 'failed', error?: string): ScavengeProgress => {
      running = undefined;
      return (progress = { ...progress, state, ...(error === undefined ? {} : { error }) });
    };
    const done = run().then(
      () => ended('done'),
      (error: unknown) => (error instanceof Stopped ? ended('stopped') : ended('failed', error instanceof Error ? error.message : String(error))),
    );
    return { id: randomUUID(), done, progress: () => progress, stop: () => void (isStopped = true) };
  }
  return {
    /** Starts a scavenge, or answers the one that is running. */
    scavenge: (): Scavenge => (running ??= start()),
    /** The scavenge that is running, if one is. */
    scavenging: (): Scavenge | undefined => running,
  };
}
