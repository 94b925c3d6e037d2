// One batch into the database: all views in one transaction; when the data itself is refused, event by event and view by view, so that
// only what truly cannot be applied is parked.
import type { Position, Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import { asks, causeOf, foldBatch, keysIfAny, type Refused, type Rows } from './fold.ts';
import { type Held, makeHeld } from './held.ts';
import { type HotRows, keyOf, makeHotRows } from './hot-rows.ts';
import { openFields } from './open-fields.ts';
import { partitionOf } from './partition.ts';
import type { Changes, Claim, Key, ViewStore } from './ports.ts';
import type { ParkedRow } from './progress-tables.ts';
import type { Seen, View } from './projection.ts';
import { isSettlement, settle, toParked } from './parking.ts';

/** Thrown when somebody else has a partition now, or a view was exchanged: what is held in memory is worthless. */
export class Overtaken extends Error {}

export type ApplierDeps = {
  readonly group: string;
  readonly views: readonly View[];
  readonly store: Pick<ViewStore, 'load' | 'commit' | 'parked'>;
  /** For parked events that are tried again. */
  readonly streams: StreamReader;
  readonly open: Open;
  readonly now: () => Date;
  /** Turns an event of an older schema into today's shape. */
  readonly upcast?: (event: Recorded) => Recorded;
};
type Batch = { readonly events: readonly Recorded[]; readonly reached: ReadonlyMap<number, Position> };
/** What one view makes of some events. */
export type Prepared = { readonly changes: Changes; readonly changed: Rows; readonly refused: readonly Refused[]; readonly parked: readonly ParkedRow[] };
export type Applier = {
  /** Where each partition stands. */
  readonly at: ReadonlyMap<number, Position | undefined>;
  /** How many parked events each view has, as far as this worker knows. */
  parked(view: string): number;
  apply(batch: Batch): Promise<void>;
};

const HOT_ROWS = 2000;
const isOurs = (error: unknown) => error instanceof Overtaken || (error instanceof HubError && error.kind === 'unavailable');
const toKey = (key: string): Key => ({ tenant: key.slice(0, key.indexOf('/')), id: key.slice(key.indexOf('/') + 1) });
const isBehind = (at: Position | undefined, position: Position) => at === undefined || at < position;

/** `claims` and `parked` come from the store: which partitions, where they stand, and what already waits. */
export function makeApplier(deps: ApplierDeps, claims: readonly Claim[], parkedRows: readonly ParkedRow[]): Applier {
  const { group, views, store, open, now } = deps;
  const at = new Map(claims.map(({ partition, position }) => [partition, position]));
  const epochs = new Map(claims.map(({ partition, epoch }) => [partition, epoch]));
  const hot = new Map<string, HotRows>(views.map((view) => [view.name, makeHotRows(HOT_ROWS)]));
  const waiting = new Map<string, { held: Held; count: number }>();
  const waits = (some: readonly View[], rows: readonly ParkedRow[]) => {
    const byView = Map.groupBy(rows, ({ view }) => view);
    for (const { name, fold } of some) waiting.set(name, { held: makeHeld(fold.onParked, byView.get(name)), count: byView.get(name)?.length ?? 0 });
  };
  waits(views, parkedRows);

  /** The rows the events need, from memory or the database. */
  async function rowsFor(view: View, events: readonly Recorded[], over: Rows): Promise<Rows> {
    const { fold } = view;
    const sees = events.filter((event) => asks(fold, event) && !fold.blind?.(event));
    const keys = new Set(sees.flatMap((event) => keysIfAny(fold, event)));
    const rows: Rows = new Map();
    for (const key of keys) {
      const row = over.has(key) ? over.get(key) : hot.get(view.name)!.get(key);
      if (row !== undefined) rows.set(key, row);
    }
    const missing = [...keys].filter((key) => !rows.has(key));
    if (missing.length > 0) for (const row of await store.load(view, missing.map(toKey))) rows.set(keyOf(row), row);
    return rows;
  }

  async function prepare(view: View, events: readonly Seen<StoredEvent>[], held = waiting.get(view.name)!.held, over: Rows = new Map()): Promise<Prepared> {
    const { changed, refused } = foldBatch(view.fold, events, await rowsFor(view, events, over), held);
    const entries = [...changed];
    const put = entries.flatMap(([, row]) => (row ? [row] : []));
    const remove = entries.flatMap(([key, row]) => (row ? [] : [toKey(key)]));
    return { changes: { view, put, remove }, changed, refused, parked: refused.map((r) => toParked(view, r, now())) };
  }

  async function commit(prepared: readonly Prepared[], { events, reached }: Batch, onRefusal?: (changes: Changes, error: unknown) => ParkedRow[]) {
    const moves = [...reached].flatMap(([partition, to]) => {
      const [epoch, position] = [epochs.get(partition), at.get(partition)];
      return epoch !== undefined && isBehind(position, to) ? [{ partition, epoch, position, to }] : [];
    });
    if (moves.length === 0) return;
    const parked = prepared.flatMap((p) => p.parked);
    const changes = prepared.map((p) => p.changes);
    const late = new Set<Changes>();
    const refused = onRefusal && ((some: Changes, error: unknown) => (late.add(some), onRefusal(some, error)));
    if (!(await store.commit({ group, moves, eventAt: events.at(-1)?.recordedAt, changes, parked, refused }))) throw new Overtaken();
    for (const { partition, to } of moves) at.set(partition, to);
    for (const p of prepared) {
      const rows = hot.get(p.changes.view.name)!;
      if (late.has(p.changes)) rows.clear();
      else for (const [key, row] of p.changed) rows.set(key, row);
    }
    const touched = prepared.filter((p) => p.parked.length > 0 || p.changes.freed || late.has(p.changes)).map(({ changes }) => changes.view);
    if (touched.length > 0) waits(touched, await store.parked(touched.map(({ name }) => name)));
  }

  /** One event into one view, over rows that are not stored yet; what cannot even be opened is refused like what cannot be folded. */
  async function prepareOne(view: View, event: Recorded, held?: Held, over?: Rows): Promise<Prepared> {
    try {
      return await prepare(view, await openFields([view.fold], [event], open), held, over);
    } catch (error) {
      if (isOurs(error)) throw error;
      const refused = { event, cause: causeOf(error) };
      return { changes: { view, put: [], remove: [] }, changed: new Map(), refused: [refused], parked: [toParked(view, refused, now())] };
    }
  }

  /** One event into every view that asks for it; what a view refuses is parked for that view. */
  async function applyOne(event: Recorded): Promise<void> {
    const concerned = views.filter((view) => asks(view.fold, event));
    const prepared = await Promise.all(concerned.map((view) => prepareOne(view, event)));
    const settled = isSettlement(event) ? await settle(event, { ...deps, prepareOne }) : undefined;
    const batch = { events: [event], reached: new Map([[partitionOf(event.meta.tenant), event.position]]) };
    await commit(settled ? [...prepared, settled] : prepared, batch, (changes, error) => {
      const cause = causeOf(error);
      return changes.freed ? changes.freed.map((row) => ({ ...row, cause, attempts: row.attempts + 1 })) : [toParked(changes.view, { event, cause }, now())];
    });
  }

  async function applyEach({ events, reached }: Batch): Promise<void> {
    for (const event of events) if (isBehind(at.get(partitionOf(event.meta.tenant)), event.position)) await applyOne(event);
    await commit([], { events: [], reached });
  }

  async function apply(given: Batch): Promise<void> {
    const batch = deps.upcast ? { ...given, events: given.events.map(deps.upcast) } : given;
    if (batch.events.some(isSettlement)) return applyEach(batch);
    try {
      const folds = views.map((view) => view.fold);
      const seen = await openFields(folds, batch.events, open);
      await commit(await Promise.all(views.map((view) => prepare(view, seen))), batch);
    } catch (error) {
      for (const rows of hot.values()) rows.clear();
      if (isOurs(error)) throw error;
      await applyEach(batch);
    }
  }

  return { at, parked: (view) => waiting.get(view)?.count ?? 0, apply };
}
