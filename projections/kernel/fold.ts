// One batch through one view, in memory: which rows change, and which events could not be applied.
import type { Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { type Held, makeHeld } from './held.ts';
import { keyOf } from './hot-rows.ts';
import { type AnyFold, type AnyRow, keysOf, type Seen } from './projection.ts';

export type Refused = { readonly event: Recorded; readonly cause: string };
export type Rows = Map<string, AnyRow | null>;

/** Where an error came from, without its words: those may hold data. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const place = /((?:projections|domain|infra)\/[\w/.-]+:\d+)/.exec(error.stack ?? '')?.[1];
  const code = error instanceof HubError ? error.code : ((error as { code?: string }).code ?? error.name);
  return [code, place].filter(Boolean).join(' at ');
}

const isUnavailable = (error: unknown) => error instanceof HubError && error.kind === 'unavailable';
export const asks = (fold: AnyFold, event: Recorded): boolean => Object.hasOwn(fold.when, event.type);

/** The rows an event concerns as `tenant/key`; none when the fold does not ask for its type. */
export const rowKeys = (fold: AnyFold, event: Recorded): readonly string[] =>
  asks(fold, event) ? keysOf(fold, event).map((id) => keyOf({ tenant: event.meta.tenant, id })) : [];

/** The same, none also when the fold's key fails: for whoever only wants to know what to hold or load. */
export function keysIfAny(fold: AnyFold, event: Recorded): readonly string[] {
  try {
    return rowKeys(fold, event);
  } catch {
    return [];
  }
}

function owned(row: AnyRow, key: string): AnyRow {
  if (keyOf(row) !== key) throw new HubError('bug', 'projection.foreign-row', 'a fold answered a row of another tenant or key');
  return row;
}

/** The rows that change, all of them or none. */
function changesOf(fold: AnyFold, event: Seen<StoredEvent>, keys: readonly string[], rows: Rows): [string, AnyRow | null][] {
  const changed: [string, AnyRow | null][] = [];
  for (const key of keys) {
    const next = fold.when[event.type]!(event, rows.get(key) ?? undefined, key.slice(event.meta.tenant.length + 1));
    if (next !== undefined) changed.push([key, next && owned(next, key)]);
  }
  return changed;
}

/**
 * Applies `events` to `rows` (by `tenant/key`; null: absent) and answers the rows that changed. What is held already misses an event, so
 * what comes for it is refused too and waits.
 */
export function foldBatch(fold: AnyFold, events: readonly Seen<StoredEvent>[], rows: Rows, before: Held): { changed: Rows; refused: Refused[] } {
  const held = before.copy();
  const changed: Rows = new Map();
  const refused: Refused[] = [];
  const refuse = (event: Recorded, cause: string) => {
    held.hold(event, keysIfAny(fold, event));
    refused.push({ event, cause });
  };
  for (const event of events) {
    if (!asks(fold, event)) continue;
    try {
      const keys = rowKeys(fold, event);
      if (keys.length > 0 && held.holds(event, keys)) {
        refuse(event, 'behind a parked event');
        continue;
      }
      for (const [key, row] of changesOf(fold, event, keys, rows)) {
        rows.set(key, row);
        changed.set(key, row);
      }
    } catch (error) {
      if (isUnavailable(error)) throw error;
      refuse(event, causeOf(error));
    }
  }
  return { changed, refused };
}

/** All rows of a view from events alone, without a database: for replay and for tests. Sealed fields stay sealed. */
export function rowsOf(fold: AnyFold, events: readonly Recorded[], opened: (event: Recorded) => Record<string, unknown> = () => ({})): Rows {
  const rows: Rows = new Map();
  const { refused } = foldBatch(
    fold,
    events.map((event) => ({ ...event, opened: opened(event) })),
    rows,
    makeHeld(fold.onParked),
  );
  if (refused.length > 0) throw new HubError('bug', 'projection.refused', `${fold.name} cannot apply ${refused[0]!.event.type}: ${refused[0]!.cause}`);
  return rows;
}
