// Batches into the database: all views in one transaction; when the data itself is refused, event by event and view by view, so that only
// what truly cannot be applied is parked.
//
// A batch can be prepared while the one before it is written: then it is folded over rows that are not stored yet. Should the write come out
// otherwise than it was prepared, what was prepared after it is worth nothing, and is prepared anew when its turn comes.
import type { Position, Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import { asks, causeOf, type Rows } from './fold.ts';
import { type Held, makeHeld } from './held.ts';
import { type HotRows, makeHotRows } from './hot-rows.ts';
import { makeOpenFields } from './open-fields.ts';
import { partitionOf } from './partition.ts';
import { isSettlement, settle, toParked } from './parking.ts';
import type { Changes, Claim, ViewStore } from './ports.ts';
import { makePrepare, type Prepared } from './prepare.ts';
import type { ParkedRow } from './progress-tables.ts';
import type { Seen, View } from './projection.ts';

/** Thrown when somebody else has a partition now, or a view was exchanged: what is held in memory is worthless. */
export class Overtaken extends Error {}

export type ApplierDeps = {
  readonly group: string;
  readonly views: readonly View[];
  readonly store: Pick<ViewStore, 'load' | 'stage' | 'commit' | 'parked'>;
  /** For parked events that are tried again. */
  readonly streams: StreamReader;
  readonly open: Open;
  readonly now: () => Date;
  /** Turns an event of an older schema into today's shape. */
  readonly upcast?: (event: Recorded) => Recorded;
};
type Batch = { readonly events: readonly Recorded[]; readonly reached: ReadonlyMap<number, Position> };
/** `prepared` is absent when the events have to go one by one. `era`: whether it still holds when it is written. */
export type Ready = { readonly batch: Batch; readonly prepared?: readonly Prepared[] | undefined; readonly era: number };
export type Applier = {
  /** Where each partition stands. */
  readonly at: ReadonlyMap<number, Position | undefined>;
  /** How many parked events each view has, as far as this worker knows. */
  parked(view: string): number;
  /** Writes nothing. May run while the batch before it, and no other, is written. */
  prepare(batch: Batch): Promise<Ready>;
  /** In the order of `prepare`; may be repeated when it throws `unavailable`. */
  write(ready: Ready): Promise<void>;
  /** Both. */
  apply(batch: Batch): Promise<void>;
};

const HOT_ROWS = 2000;
const isOurs = (error: unknown) => error instanceof Overtaken || (error instanceof HubError && error.kind === 'unavailable');
const isBehind = (at: Position | undefined, position: Position) => at === undefined || at < position;

/** `claims` and `parked` come from the store: which partitions, where they stand, and what already waits. */
export function makeApplier(deps: ApplierDeps, claims: readonly Claim[], parkedRows: readonly ParkedRow[]): Applier {
  const { group, views, store, open, now } = deps;
  const at = new Map(claims.map(({ partition, position }) => [partition, position]));
  const epochs = new Map(claims.map(({ partition, epoch }) => [partition, epoch]));
  const hot = new Map<string, HotRows>(views.map((view) => [view.name, makeHotRows(HOT_ROWS)]));
  const waiting = new Map<string, { held: Held; count: number }>();
  const prepares = makePrepare(deps);
  const openFields = makeOpenFields(
    views.map(({ fold }) => fold),
    open,
  );
  const askers = new Map<string, readonly View[]>();
  let era = 0;
  /** Prepared last. */
  let ahead: { readonly era: number; readonly rows: ReadonlyMap<View, Rows> } | undefined;
  /** A write that takes another way than it was prepared for: until it is over nothing can be prepared. */
  let detour: Promise<unknown> | undefined;

  const waits = (some: readonly View[], rows: readonly ParkedRow[]) => {
    const byView = Map.groupBy(rows, ({ view }) => view);
    for (const { name, fold } of some) waiting.set(name, { held: makeHeld(fold.onParked, byView.get(name)), count: byView.get(name)?.length ?? 0 });
  };
  waits(views, parkedRows);

  function askersOf(event: Recorded): readonly View[] {
    const known = askers.get(event.type);
    if (known) return known;
    const found = views.filter(({ fold }) => asks(fold, event));
    askers.set(event.type, found);
    return found;
  }
  function byView(events: readonly Seen<StoredEvent>[]): Map<View, Seen<StoredEvent>[]> {
    const own = new Map<View, Seen<StoredEvent>[]>();
    for (const event of events)
      for (const view of askersOf(event)) {
        const some = own.get(view);
        if (some) some.push(event);
        else own.set(view, [event]);
      }
    return own;
  }

  const over = (view: View, rows?: Rows, held = waiting.get(view.name)!.held) => ({ held, hot: hot.get(view.name)!, rows });
  async function fold(batch: Batch, rows?: ReadonlyMap<View, Rows>): Promise<Ready> {
    const begun = era;
    if (batch.events.some(isSettlement)) return { batch, era: begun };
    try {
      const own = byView(await openFields(batch.events));
      const prepared = await prepares.all([...own].map(([view, events]) => ({ view, events, over: over(view, rows?.get(view)) })));
      return { batch, prepared, era: begun };
    } catch (error) {
      if (isOurs(error)) throw error;
      return { batch, era: begun };
    }
  }

  /** Answers whether the database took it as it was prepared, and nothing was parked or freed. */
  async function commit(prepared: readonly Prepared[], { events, reached }: Batch, onRefusal?: (changes: Changes, error: unknown) => ParkedRow[]) {
    const moves = [...reached].flatMap(([partition, to]) => {
      const [epoch, position] = [epochs.get(partition), at.get(partition)];
      return epoch !== undefined && isBehind(position, to) ? [{ partition, epoch, position, to }] : [];
    });
    if (moves.length === 0) return prepared.length === 0;
    const parked = prepared.flatMap((p) => p.parked);
    const changes = prepared.map((p) => p.changes);
    const late = new Set<Changes>();
    const refused = onRefusal && ((some: Changes, error: unknown) => (late.add(some), onRefusal(some, error)));
    if (!(await store.commit({ group, moves, eventAt: events.at(-1)?.recordedAt, changes, parked, refused }))) throw new Overtaken();
    for (const { partition, to } of moves) at.set(partition, to);
    for (const p of prepared) {
      const rows = hot.get(p.changes.view.name)!;
      if (late.has(p.changes)) rows.clear();
      else rows.add(p.changed);
    }
    const touched = prepared.filter((p) => p.parked.length > 0 || p.changes.freed || late.has(p.changes)).map(({ changes }) => changes.view);
    if (touched.length > 0) waits(touched, await store.parked(touched.map(({ name }) => name)));
    return touched.length === 0;
  }

  /** One event into one view, over rows that are not stored yet; what cannot even be opened is refused like what cannot be folded. */
  async function prepareOne(view: View, event: Recorded, held?: Held, rows?: Rows): Promise<Prepared> {
    try {
      return await prepares.one({ view, events: await makeOpenFields([view.fold], open)([event]), over: over(view, rows, held) });
    } catch (error) {
      if (isOurs(error)) throw error;
      const refused = { event, cause: causeOf(error) };
      return { changes: { view, put: [], remove: [] }, changed: new Map(), refused: [refused], parked: [toParked(view, refused, now())] };
    }
  }

  /** One event into every view that asks for it; what a view refuses is parked for that view. */
  async function applyOne(event: Recorded): Promise<void> {
    const prepared = await Promise.all(askersOf(event).map((view) => prepareOne(view, event)));
    const settled = isSettlement(event) ? await settle(event, { ...deps, prepareOne }) : undefined;
    const batch = { events: [event], reached: new Map([[partitionOf(event.meta.tenant), event.position]]) };
    await commit(settled ? [...prepared, settled] : prepared, batch, (changes, error) => {
      const cause = causeOf(error);
      return changes.freed ? changes.freed.map((row) => ({ ...row, cause, attempts: row.attempts + 1 })) : [toParked(changes.view, { event, cause }, now())];
    });
  }

  /** Some of a batch may be written when the next of it finds the database away. */
  const isNew = ({ meta, position }: Recorded) => isBehind(at.get(partitionOf(meta.tenant)), position);
  async function applyEach({ events, reached }: Batch): Promise<void> {
    for (const event of events) if (isNew(event)) await applyOne(event);
    await commit([], { events: [], reached });
  }

  const forget = () => {
    for (const rows of hot.values()) rows.clear();
  };
  async function writeReady({ prepared, batch }: Ready): Promise<boolean> {
    if (prepared)
      try {
        return await commit(prepared, batch);
      } catch (error) {
        forget();
        if (isOurs(error)) throw error;
      }
    forget();
    await applyEach(batch);
    return false;
  }

  async function writeAnew(batch: Batch): Promise<void> {
    try {
      await writeReady(await fold({ ...batch, events: batch.events.filter(isNew) }));
    } finally {
      era += 1;
      detour = undefined;
    }
  }

  async function write(ready: Ready): Promise<void> {
    if (ready.era !== era || !ready.prepared) {
      const writing = writeAnew(ready.batch);
      detour = writing.catch(() => {});
      return writing;
    }
    let isAsPrepared = false;
    try {
      isAsPrepared = await writeReady(ready);
    } finally {
      if (!isAsPrepared) era += 1;
    }
  }

  async function prepare(given: Batch): Promise<Ready> {
    await detour;
    const batch = deps.upcast ? { ...given, events: given.events.map(deps.upcast) } : given;
    const ready = await fold(batch, ahead?.era === era ? ahead.rows : undefined);
    ahead = { era: ready.era, rows: new Map(ready.prepared?.map(({ changes, changed }) => [changes.view, changed])) };
    return ready;
  }

  const apply = async (batch: Batch) => write(await prepare(batch));
  return { at, parked: (view) => waiting.get(view)?.count ?? 0, prepare, write, apply };
}
