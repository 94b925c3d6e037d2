// Optimistic concurrency and idempotence, as EventStoreDB has them: what an append is, given what the stream holds.
import type { Head } from './heads.ts';
import type { Proposed } from './record.ts';
import { isReadable, isSoftDeleted } from './stream-metadata.ts';

/** A revision, or one of the three named expectations. */
export type Expected = number | 'any' | 'none' | 'exists';
/** The numbers the protocol's error trailers use. */
export const expectedCode = (expected: Expected): number => (typeof expected === 'number' ? expected : { any: -2, none: -1, exists: -4 }[expected]);

type Found = { readonly revision: number; readonly position: number };
/** Looks a stream's event up by revision (strong) or by id among the recent ones (weak). */
export type Lookup = {
  at(head: Head, revision: number): (Found & { id: string }) | undefined;
  byId(head: Head, id: string): Found | undefined;
  hasMetadata(head: Head): boolean;
};
export type Verdict = { readonly is: 'new' } | { readonly is: 'repeat'; readonly last: Found } | { readonly is: 'wrong' };

const holds = (head: Head, expected: Expected, lookup: Lookup): boolean => {
  const state = head.assigned;
  if (expected === 'any') return true;
  if (expected === 'none') return state.last < 0 || isSoftDeleted(state);
  if (expected === 'exists') return isReadable(state) || lookup.hasMetadata(head);
  return state.last === expected;
};

/** Compares ids at the revisions after the expected one: certain, however long ago that was. */
function strong(head: Head, from: number, events: readonly Proposed[], lookup: Lookup): Verdict {
  let last: Found | undefined;
  for (const [i, event] of events.entries()) {
    const stored = lookup.at(head, from + i);
    if (stored?.id !== event.id) return { is: 'wrong' };
    last = stored;
  }
  return last ? { is: 'repeat', last } : { is: 'wrong' };
}

/** Looks the ids up in a bounded window: the first one decides whether this is a repeat. */
function weak(head: Head, events: readonly Proposed[], lookup: Lookup): Verdict {
  const first = events[0] && lookup.byId(head, events[0].id);
  if (!first) return { is: 'new' };
  return strong(head, first.revision, events, lookup);
}

export function judge(head: Head, expected: Expected, events: readonly Proposed[], lookup: Lookup): Verdict {
  if (!holds(head, expected, lookup))
    return expected === 'exists' ? { is: 'wrong' } : strong(head, typeof expected === 'number' ? expected + 1 : 0, events, lookup);
  return expected === 'any' || expected === 'exists' ? weak(head, events, lookup) : { is: 'new' };
}
