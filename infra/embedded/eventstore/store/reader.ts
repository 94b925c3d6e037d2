// Reading: the log from a position, a stream from a revision. Answers only what is durable, and only what the stream's metadata leaves visible.
import type { Heads } from './heads.ts';
import type { Entry } from './record.ts';
import type { Indexed, Storage } from './storage.ts';
import { firstVisible, isMetaStream, isTooOld, type StreamState } from './stream-metadata.ts';
import type { Tail } from './tail.ts';

export type Direction = 'forwards' | 'backwards';
/** One page of a stream. `next` is the revision to go on from, undefined at the end. */
export type StreamPage = { readonly entries: Entry[]; readonly next: number | undefined };
type Found = { readonly entry: Entry | undefined; readonly revision: number };
/** A page also ends when it holds this much, so that large events do not make large pages. */
const PAGE_BYTES = 1024 * 1024;
export type LogReader = ReturnType<typeof makeReader>;

export function makeReader({ storage, heads, tail, now }: { storage: Storage; heads: Heads; tail: Tail; now: () => number }) {
  const load = (position: number): Entry | undefined => tail.get(position) ?? storage.entry(position);
  const last = (): number => tail.end() - 1;

  function fromTail(from: number, limit: number): Entry[] {
    const found: Entry[] = [];
    for (let at = from, bytes = 0; at < tail.end() && found.length < limit && bytes < PAGE_BYTES; at++) {
      const entry = tail.get(at);
      if (!entry) continue;
      found.push(entry);
      bytes += entry.value.length;
    }
    return found;
  }
  /** The records of a page: from the tail while it has them, the rest in as few reads as they take. */
  function loadAll(indexed: readonly Indexed[]): Found[] {
    const cold = indexed.filter(({ position }) => !tail.get(position)).map(({ position }) => position);
    const ascending = cold.length > 1 && cold[0]! > cold[1]! ? cold.toReversed() : cold;
    const records = new Map(storage.records(ascending, PAGE_BYTES).map((entry) => [entry.position, entry]));
    const found: Found[] = [];
    let bytes = 0;
    for (const { position, revision } of indexed) {
      const entry = load(position);
      found.push({ entry, revision });
      bytes += entry?.value.length ?? 0;
      if (bytes >= PAGE_BYTES) break;
    }
    return found;
    function load(position: number): Entry | undefined {
      return tail.get(position) ?? records.get(position) ?? storage.entry(position);
    }
  }

  return {
    last,
    state: (stream: string): StreamState => heads.of(stream).durable,
    /** Entries at `from` and after (or before it, going backwards), at most `limit`; empty only at the end. */
    log(from: number, limit: number, direction: Direction): Entry[] {
      if (direction === 'backwards') return storage.entries(Math.min(from, last()), limit, true, PAGE_BYTES);
      const start = Math.max(from, 1);
      if (start > last()) return [];
      return tail.covers(start) ? fromTail(start, limit) : storage.entries(start, limit, false, PAGE_BYTES).filter((e) => e.position <= last());
    },
    /** A page of at most `limit` visible entries, starting at revision `from` inclusive. */
    stream(name: string, from: number, limit: number, direction: Direction): StreamPage {
      const head = heads.of(name);
      const state = head.durable;
      if (head.number === 0 || state.last < 0) return { entries: [], next: undefined };
      const first = firstVisible(state, isMetaStream(name));
      const reverse = direction === 'backwards';
      const start = reverse ? Math.min(from, state.last) : Math.max(from, first);
      if (start < first || start > state.last) return { entries: [], next: undefined };
      const indexed = storage.indexed(head.number, start, limit, reverse).filter((i) => i.revision >= first && i.revision <= state.last);
      const found = loadAll(indexed);
      const entries = found.map((f) => f.entry).filter((e): e is Entry => e !== undefined && !isTooOld(e.value, state.metadata, now()));
      const end = found.at(-1)?.revision;
      const done = end === undefined || (indexed.length < limit && found.length === indexed.length) || (reverse ? end <= first : end >= state.last);
      return { entries, next: done ? undefined : end + (reverse ? -1 : 1) };
    },
    /** One event of a stream by revision, however hidden: what a link points at. */
    at(name: string, revision: number): Entry | undefined {
      const { number } = heads.of(name);
      const found = number === 0 ? undefined : storage.indexed(number, revision, 1)[0];
      return found?.revision === revision ? load(found.position) : undefined;
    },
  };
}
