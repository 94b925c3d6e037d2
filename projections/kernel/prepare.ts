// What views make of some events, before anything is written.
import type { StoredEvent } from '#domain/kernel/envelope.ts';
import { makeBreath } from './breath.ts';
import { toChanges, toKey } from './changes.ts';
import { foldBatch, keysIfAny, type Refused, type Rows } from './fold.ts';
import type { Held } from './held.ts';
import { type HotRows, keyOf } from './hot-rows.ts';
import type { Changes, ViewStore } from './ports.ts';
import type { ParkedRow } from './progress-tables.ts';
import type { Seen, View } from './projection.ts';
import { toParked } from './parking.ts';

export type Prepared = { readonly changes: Changes; readonly changed: Rows; readonly refused: readonly Refused[]; readonly parked: readonly ParkedRow[] };
export type Over = {
  readonly held: Held;
  readonly hot: HotRows;
  /** Rows that come before the stored ones: of what is being written. */
  readonly rows?: Rows | undefined;
};
/** `events` are all of types that the view asks for. */
export type Asked = { readonly view: View; readonly events: readonly Seen<StoredEvent>[]; readonly over: Over };
export type Prepare = {
  one(asked: Asked): Promise<Prepared>;
  /** The rows of all are asked for at once, and what is to be written is made ready. */
  all(asked: readonly Asked[]): Promise<Prepared[]>;
};
type PrepareDeps = { readonly store: Pick<ViewStore, 'load' | 'stage'>; readonly now: () => Date };

export function makePrepare({ store, now }: PrepareDeps): Prepare {
  /** The rows the events need: as they are being written, from memory, or from the database. */
  async function rowsFor({ view, events, over: { hot, rows: over } }: Asked): Promise<Rows> {
    const { fold } = view;
    const rows: Rows = new Map();
    const missing = new Set<string>();
    for (const event of events)
      for (const key of fold.blind?.(event) ? [] : keysIfAny(fold, event)) {
        if (rows.has(key) || missing.has(key)) continue;
        const row = over?.has(key) ? over.get(key) : hot.get(key);
        if (row === undefined) missing.add(key);
        else rows.set(key, row);
      }
    if (missing.size > 0) for (const row of await store.load(view, [...missing].map(toKey))) rows.set(keyOf(row), row);
    return rows;
  }

  function fold({ view, events, over }: Asked, rows: Rows): Prepared {
    const { changed, refused } = foldBatch(view.fold, events, rows, over.held);
    return { changes: toChanges(view, changed), changed, refused, parked: refused.map((r) => toParked(view, r, now())) };
  }

  return {
    one: async (asked) => fold(asked, await rowsFor(asked)),
    all: async (asked) => {
      const rows = await Promise.all(asked.map(rowsFor));
      const prepared: Prepared[] = [];
      const breath = makeBreath();
      for (const [i, one] of asked.entries()) {
        await breath();
        prepared.push(fold(one, rows[i]!));
        await breath();
        store.stage?.(prepared[i]!.changes);
      }
      return prepared;
    },
  };
}
