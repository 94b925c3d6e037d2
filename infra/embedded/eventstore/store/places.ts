// Giving events their place: position, revision and bytes at once, so that the next append is judged against them; what readers may
// know follows when the disk has them.
import type { Head, Heads } from './heads.ts';
import type { RecentIds } from './recent-ids.ts';
import { contentOf, encode, type Proposed } from './record.ts';
import type { Storage, Write } from './storage.ts';
import { isMetaStream, isSoftDeleted, lastOf, metaStreamOf, parseMetadata, type StreamState, withTruncateBefore } from './stream-metadata.ts';
import type { Tail } from './tail.ts';

/** `target` is the stream whose metadata this event is. */
export type Placement = Write & { readonly head: Head; readonly state: StreamState; readonly id: string; readonly target?: Head };
/** What goes to disk in one commit. */
export type Group = { readonly writes: Placement[]; bytes: number };
type Deps = { storage: Storage; heads: Heads; tail: Tail; recent: RecentIds; now: () => number; newId: () => string };

export function makePlaces({ storage, heads, tail, recent, now, newId }: Deps) {
  let position = storage.lastPosition();
  let streamNumber = storage.lastStream();
  let lastCreated = 0;

  /** Gives one event its place in the log and adds it to the group. Answers its position. */
  function place(group: Group, head: Head, event: Proposed, revision: number): number {
    const isNew = head.number === 0;
    if (isNew) head.number = ++streamNumber;
    position += 1;
    lastCreated = Math.max(lastCreated, now()); // $maxAge relies on time not running backwards along a stream
    const at = { position, revision, created: lastCreated, streamNumber: head.number, stream: Buffer.from(head.name, 'utf8') };
    const value = encode(event, at);
    const target = isMetaStream(head.name) ? heads.of(head.name.slice(2)) : undefined;
    if (target) {
      target.uses++;
      target.assigned = { ...target.assigned, metadata: parseMetadata(event.data) };
    }
    head.uses++;
    head.assigned = { ...head.assigned, ...lastOf(revision) };
    head.pending.push({ id: event.id, revision, position });
    const newStream = isNew ? { newStream: head.name } : {};
    group.writes.push({
      entry: { position, value },
      stream: head.number,
      revision,
      ...newStream,
      head,
      state: head.assigned,
      id: event.id,
      target,
    });
    group.bytes += value.length;
    return position;
  }

  const metadataEvent = (data: Buffer): Proposed => ({ id: newId(), type: '$metadata', json: true, data, metadata: Buffer.alloc(0) });
  function placeMetadata(group: Group, stream: string, document: Buffer): number {
    const head = heads.of(metaStreamOf(stream));
    return place(group, head, metadataEvent(document), head.assigned.last + 1);
  }

  /** Places the events of one append, and what reviving a soft-deleted stream takes. Answers the position of the last of them. */
  function placeAll(group: Group, head: Head, events: readonly Proposed[], newestOnly: boolean): number {
    if (isSoftDeleted(head.assigned)) placeMetadata(group, head.name, withTruncateBefore(undefined, head.assigned.last + 1));
    const target = isMetaStream(head.name) ? heads.of(head.name.slice(2)) : undefined;
    const revives = target && target.assigned.last >= 0 && isSoftDeleted(target.assigned);
    let last = 0;
    for (const event of events) last = place(group, head, newestOnly ? { ...event, newestOnly } : event, head.assigned.last + 1);
    if (revives && !isSoftDeleted(target.assigned))
      placeMetadata(group, target.name, withTruncateBefore(target.assigned.metadata.raw, target.assigned.last + 1));
    return last;
  }

  /** The events are on disk: readers may know of them. */
  function publish(writes: readonly Placement[]): void {
    const newest = new Map<Head, { count: number; state: StreamState }>();
    for (const { head, state, entry, revision, id, target } of writes) {
      const seen = newest.get(head);
      if (seen) {
        seen.count++;
        seen.state = state;
      } else newest.set(head, { count: 1, state });
      if (target) {
        target.uses--;
        target.durable = { ...target.durable, metadata: parseMetadata(contentOf(entry.value).data) };
      }
      tail.push(entry);
      recent.add(head.number, id, { revision, position: entry.position });
    }
    for (const [head, { count, state }] of newest) {
      head.uses -= count;
      head.pending.splice(0, count);
      head.durable = { ...head.durable, last: state.last, tombstoned: state.tombstoned };
    }
  }

  return {
    place,
    placeAll,
    placeMetadata,
    publish,
    /** Forgets what was placed but not stored, after a failed commit. */
    reset(): void {
      heads.reset();
      position = storage.lastPosition();
      streamNumber = storage.lastStream();
    },
  };
}
