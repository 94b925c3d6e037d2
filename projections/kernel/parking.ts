// Events that a view could not apply: how they are written down, and how they are tried again or given up when somebody says so.
//
// What was said is itself an event of the log, in the stream `projection-<view>` of the tenant, and a worker obeys it where it stands in the
// log. So there is one writer of each row as ever, and a view made again from the log comes to the same.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StoredProjectionEvent } from '#domain/projection/messages.ts';
import type { ApplierDeps } from './batch.ts';
import { toChanges } from './changes.ts';
import { keysIfAny, type Refused, type Rows } from './fold.ts';
import { behind, type Held, makeHeld } from './held.ts';
import type { Prepared } from './prepare.ts';
import type { ParkedRow } from './progress-tables.ts';
import type { View } from './projection.ts';

const idsOf = (keys: readonly string[]) => keys.map((key) => key.slice(key.indexOf('/') + 1)).join(' ');

export const toParked = (view: View, { event, cause }: Refused, now: Date): ParkedRow => ({
  view: view.name,
  eventId: event.id,
  tenant: event.meta.tenant,
  key: idsOf(keysIfAny(view.fold, event)),
  stream: `${event.stream.slice}-${event.stream.id}`,
  revision: event.revision,
  type: event.type,
  position: event.position,
  cause,
  attempts: 1,
  parkedAt: now,
});

type Settlement = Recorded<StoredProjectionEvent>;
export const isSettlement = (event: Recorded): event is Settlement => event.stream.slice === 'projection';

type SettleDeps = Pick<ApplierDeps, 'views' | 'store' | 'streams' | 'upcast'> & {
  prepareOne(view: View, event: Recorded, held: Held, over: Rows): Promise<Prepared>;
};

async function again({ streams, upcast }: SettleDeps, { tenant, stream, revision }: ParkedRow): Promise<Recorded | undefined> {
  const cut = stream.indexOf('-');
  const id = { tenant, slice: stream.slice(0, cut), id: stream.slice(cut + 1) };
  for await (const event of streams.read(id, { from: revision, to: revision })) return upcast ? upcast(event) : event;
  return undefined;
}

/** What the view makes of a parked event and of what waits behind it. Undefined when the event is not parked (any more). */
export async function settle(event: Settlement, deps: SettleDeps): Promise<Prepared | undefined> {
  const view = deps.views.find(({ name }) => name === event.stream.id);
  if (!view) return undefined;
  const parked = (await deps.store.parked([view.name])).filter(({ tenant }) => tenant === event.meta.tenant);
  const first = parked.find(({ eventId }) => eventId === event.data.eventId);
  if (!first) return undefined;
  const { onParked } = view.fold;
  const all = behind(first, parked, onParked);
  const tried = event.type === 'ParkedEventDiscarded' ? all.slice(1) : all;
  const others = parked.filter((row) => !all.includes(row));
  return tryAgain(view, all, tried, makeHeld(onParked, others), deps);
}

async function tryAgain(view: View, all: readonly ParkedRow[], tried: readonly ParkedRow[], held: Held, deps: SettleDeps): Promise<Prepared> {
  const changed: Rows = new Map();
  const still: ParkedRow[] = [];
  for (const row of tried) {
    const event = await again(deps, row);
    if (!event) continue; // its stream is gone
    const one = await deps.prepareOne(view, event, held, changed);
    for (const [key, value] of one.changed) changed.set(key, value);
    if (one.parked.length > 0) held.hold(event, keysIfAny(view.fold, event));
    still.push(...one.parked.map((p) => ({ ...p, attempts: row.attempts + 1, parkedAt: row.parkedAt })));
  }
  const isStill = new Set(still.map(({ eventId }) => eventId));
  const freed = all.filter(({ eventId }) => !isStill.has(eventId));
  return { changes: toChanges(view, changed, { freed }), changed, refused: [], parked: still };
}
