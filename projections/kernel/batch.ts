// One batch into the database: all views in one transaction; when the data itself is refused, event by event and view by view, so
// that only what truly cannot be applied is parked.
import type { Position, Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import { causeOf, foldBatch, type Refused, type Rows, rowKeys } from './fold.ts';
import { type HotRows, keyOf, makeHotRows } from './hot-rows.ts';
import { openFields } from './open-fields.ts';
import type { Changes, Key, ViewStore } from './ports.ts';
import type { ParkedRow } from './progress-tables.ts';
import type { Seen, View } from './projection.ts';

/** Thrown when another runner moved a checkpoint: what is held in memory is worthless now. */
export class Overtaken extends Error {}

type Deps = { readonly group: string; readonly views: readonly View[]; readonly store: ViewStore; readonly open: Open; readonly now: () => Date };
type Batch = { readonly events: readonly Recorded[]; readonly reached: Position };
export type Applier = {
  /** Where each view stands. */
  readonly at: ReadonlyMap<string, Position | undefined>;
  /** Parked events of each view since the start of this runner. */
  readonly parked: ReadonlyMap<string, number>;
  apply(batch: Batch): Promise<void>;
};

const HOT_ROWS = 2000;
const isOurs = (error: unknown) => error instanceof Overtaken || (error instanceof HubError && error.kind === 'unavailable');
const isBehind = (at: Position | undefined, position: Position) => at === undefined || at < position;
const toKey = (key: string): Key => ({ tenant: key.slice(0, key.indexOf('/')), id: key.slice(key.indexOf('/') + 1) });

type Held = ReadonlyMap<string, Set<string>>;
const toParked = (view: View, { event, key, cause }: Refused, now: Date): ParkedRow => ({
  view: view.name,
  eventId: event.id,
  tenant: event.meta.tenant,
  key: toKey(key).id,
  stream: `${event.stream.slice}-${event.stream.id}`,
  revision: event.revision,
  type: event.type,
  position: event.position,
  cause,
  attempts: 1,
  parkedAt: now,
});

/** `at` and `held` come from the store: where views stand, and the rows that already miss an event. */
export function makeApplier({ group, views, store, open, now }: Deps, at: Map<string, Position | undefined>, held: Held): Applier {
  const hot = new Map<string, HotRows>(views.map((view) => [view.name, makeHotRows(HOT_ROWS)]));
  const parked = new Map<string, number>(views.map((view) => [view.name, 0]));

  /** The rows the events need, from memory or the database. */
  async function rowsFor({ fold, ...view }: View, events: readonly Recorded[]): Promise<Rows> {
    const sees = events.filter((event) => Object.hasOwn(fold.when, event.type) && !fold.blind?.(event));
    const keys = new Set(sees.flatMap((event) => rowKeys(fold, event, () => {})));
    const rows: Rows = new Map();
    for (const key of keys) {
      const row = hot.get(view.name)!.get(key);
      if (row !== undefined) rows.set(key, row);
    }
    const missing = [...keys].filter((key) => !rows.has(key));
    if (missing.length === 0) return rows;
    const loaded = await store.load({ fold, ...view }, missing.map(toKey));
    for (const row of loaded) rows.set(keyOf(row), row);
    return rows;
  }

  async function changesOf(view: View, events: readonly Seen<StoredEvent>[]) {
    const due = events.filter((event) => isBehind(at.get(view.name), event.position));
    const stuck = new Set(held.get(view.name));
    const { changed, refused } = foldBatch(view.fold, due, await rowsFor(view, due), stuck);
    const entries = [...changed];
    const put = entries.flatMap(([, row]) => (row ? [row] : []));
    const remove = entries.flatMap(([key, row]) => (row ? [] : [toKey(key)]));
    return { changes: { view, put, remove } satisfies Changes, changed, refused };
  }

  async function commit(some: readonly View[], { events, reached }: Batch, given?: readonly ParkedRow[]): Promise<void> {
    const folded = given ? [] : await foldAll(some, events);
    const refusals = folded.flatMap(({ changes, refused }) => refused.map((r) => toParked(changes.view, r, now())));
    const rows = given ?? refusals;
    const from = new Map(some.map((view) => [view.name, at.get(view.name)]));
    const changes = folded.map((f) => f.changes);
    if (!(await store.commit({ group, from, reached, eventAt: events.at(-1)?.recordedAt, changes, parked: rows }))) throw new Overtaken();
    for (const view of some) at.set(view.name, reached);
    for (const { changes, changed } of folded) for (const [key, row] of changed) hot.get(changes.view.name)!.set(key, row);
    for (const row of rows) {
      held.get(row.view)!.add(keyOf({ tenant: row.tenant, id: row.key }));
      parked.set(row.view, parked.get(row.view)! + 1);
    }
  }

  async function foldAll(some: readonly View[], events: readonly Recorded[]) {
    const seen = await openFields(
      some.map((view) => view.fold),
      events,
      open,
    );
    return Promise.all(some.map((view) => changesOf(view, seen)));
  }

  /** One event into one view; what is refused here is parked. */
  async function applyOne(view: View, event: Recorded): Promise<void> {
    const batch = { events: [event], reached: event.position };
    try {
      await commit([view], batch);
    } catch (error) {
      if (isOurs(error)) throw error;
      const keys = rowKeys(view.fold, event, () => {});
      await commit(
        [view],
        batch,
        keys.map((key) => toParked(view, { event, key, cause: causeOf(error) }, now())),
      );
    }
  }

  async function apply({ events, reached }: Batch): Promise<void> {
    const due = views.filter((view) => isBehind(at.get(view.name), reached));
    if (due.length === 0) return;
    try {
      await commit(due, { events, reached });
    } catch (error) {
      for (const rows of hot.values()) rows.clear();
      if (isOurs(error)) throw error;
      for (const event of events) for (const view of views) if (isBehind(at.get(view.name), event.position)) await applyOne(view, event);
      await commit(
        views.filter((view) => isBehind(at.get(view.name), reached)),
        { events: [], reached },
      );
    }
  }

  return { at, parked, apply };
}
