// Any stream as of any of its events: the views' own folds, run in memory over the stream up to there. What the auditor sees is what
// the screens were made of. A view that needs other streams as well shows the part that this one gave it.
import { slices } from '#domain/index.ts';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import { classOf, type EventSpec } from '#domain/kernel/messages.ts';
import { isSealed, REDACTED, type Sealed } from '#domain/kernel/sealing.ts';
import { foldBatch, type Rows } from '#projections/kernel/fold.ts';
import { makeHeld } from '#projections/kernel/held.ts';
import type { View } from '#projections/kernel/projection.ts';
import type { Opening } from '../kernel/opened.ts';

/** These hold every event of every stream; they say nothing of one stream's state. */
const OF_ALL_STREAMS = new Set(['live-feed', 'traces']);
/** No reader ever sees what proves who somebody is, whatever its class. */
const SECRET = /hash|secret|token|credential|recovery/i;

const SPECS: ReadonlyMap<string, EventSpec> = new Map(
  slices.flatMap(({ name, events }) => Object.entries(events).map(([type, spec]) => [`${name} ${type}`, spec])),
);

export type StreamState = Readonly<Record<string, readonly unknown[]>>;

/** What `events` made in each view, by view name; undefined when there were none yet. */
export function stateAt(views: readonly View[], events: readonly Recorded[], position: Position): StreamState | undefined {
  const past = events.filter((event) => event.position <= position).map((event) => ({ ...event, opened: {} }));
  if (past.length === 0) return undefined;
  const state: Record<string, unknown[]> = {};
  for (const { name, fold } of views) {
    if (OF_ALL_STREAMS.has(name)) continue;
    const rows: Rows = new Map();
    foldBatch(fold, past, rows, makeHeld());
    const kept = [...rows.values()].filter((row) => row !== null);
    if (kept.length > 0) state[name] = kept;
  }
  return state;
}

/** `value` ready for an answer: sealed fields noted by their class in the event that holds them, bigints as decimal strings. */
export function shown(value: unknown, events: ReadonlyMap<string, Recorded>, opening: Opening): unknown {
  if (isSealed(value)) return sealedShown(value, events, opening);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => shown(item, events, opening));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, SECRET.test(key) && field !== null ? REDACTED : shown(field, events, opening)]));
}

function sealedShown(sealed: Sealed, events: ReadonlyMap<string, Recorded>, opening: Opening): unknown {
  const event = events.get(sealed.event);
  const held = event && !SECRET.test(sealed.field) ? classOf(SPECS.get(`${event.stream.slice} ${event.type}`), sealed.field) : undefined;
  return held === 'personal' || held === 'health' ? opening[held](sealed) : REDACTED;
}
