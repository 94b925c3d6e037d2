// One batch through one view, in memory: which rows change, and which events could not be applied.
import type { Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { keyOf } from './hot-rows.ts';
import { type AnyFold, type AnyRow, keysOf, type Seen } from './projection.ts';

export type Refused = { readonly event: Recorded; readonly key: string; readonly cause: string };
export type Rows = Map<string, AnyRow | null>;

/** Where an error came from, without its words: those may hold data. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const place = /((?:projections|domain|infra)\/[\w/.-]+:\d+)/.exec(error.stack ?? '')?.[1];
  const code = error instanceof HubError ? error.code : ((error as { code?: string }).code ?? error.name);
  return [code, place].filter(Boolean).join(' at ');
}

const isUnavailable = (error: unknown) => error instanceof HubError && error.kind === 'unavailable';

/** The rows an event concerns as `tenant/key`; none when the fold does not ask for its type. A fold whose key fails is told about it. */
export function rowKeys(fold: AnyFold, event: Recorded, refuse: (refused: Refused) => void): readonly string[] {
  if (!Object.hasOwn(fold.when, event.type)) return [];
  try {
    return keysOf(fold, event).map((id) => keyOf({ tenant: event.meta.tenant, id }));
  } catch (error) {
    refuse({ event, key: keyOf({ tenant: event.meta.tenant, id: event.id }), cause: causeOf(error) });
    return [];
  }
}

function owned(row: AnyRow, key: string): AnyRow {
  if (keyOf(row) !== key) throw new HubError('bug', 'projection.foreign-row', 'a fold answered a row of another tenant or key');
  return row;
}

/**
 * Applies `events` to `rows` (by `tenant/key`; null: absent) and answers the rows that changed. A row in `held` gets no further event: it
 * already misses one, so the event is refused too and waits behind it.
 */
export function foldBatch(fold: AnyFold, events: readonly Seen<StoredEvent>[], rows: Rows, held: Set<string>): { changed: Rows; refused: Refused[] } {
  const changed: Rows = new Map();
  const refused: Refused[] = [];
  const refuse = (r: Refused) => {
    held.add(r.key);
    refused.push(r);
  };
  for (const event of events)
    for (const key of rowKeys(fold, event, refuse)) {
      if (held.has(key)) {
        refuse({ event, key, cause: 'behind a parked event' });
        continue;
      }
      try {
        const next = fold.when[event.type]!(event, rows.get(key) ?? undefined);
        if (next === undefined) continue;
        const row = next && owned(next, key);
        rows.set(key, row);
        changed.set(key, row);
      } catch (error) {
        if (isUnavailable(error)) throw error;
        refuse({ event, key, cause: causeOf(error) });
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
    new Set(),
  );
  if (refused.length > 0) throw new HubError('bug', 'projection.refused', `${fold.name} cannot apply ${refused[0]!.event.type}: ${refused[0]!.cause}`);
  return rows;
}
