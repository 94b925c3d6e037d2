// A view is a pure fold of the log into rows. The keys of `when` are all it asks of the log.
import type { Position, Recorded, StoredEvent } from '#domain/kernel/envelope.ts';
import type { ViewTable } from './table.ts';

/** An event with the sealed fields the fold asked for in `opens`, by field name. A field whose key is destroyed is `SHREDDED`. */
export type Seen<E extends StoredEvent> = Recorded<E> & { readonly opened: Readonly<Record<string, unknown>> };
/** Answers the row after the event; null removes it, undefined leaves it as it is. `id`: which of the rows that `key` named. */
export type When<E extends StoredEvent, R> = {
  readonly [T in E['type']]?: (event: Seen<Extract<E, { type: T }>>, row: R | undefined, id: string) => R | null | undefined;
};

/** What every row has: whose it is, its key, and the last event of the log that changed it. */
export type Keyed = { readonly tenant: string; readonly id: string; readonly position: Position };

export type Fold<E extends StoredEvent, R extends Keyed> = {
  /** Also the name of its folder, its checkpoint and its metric; a new name is a new view and reads the log from its start. */
  readonly name: string;
  /** Which rows the event concerns, within the event's tenant. Undefined: none. */
  readonly key: (event: Recorded<E>) => string | readonly string[] | undefined;
  readonly when: When<E, R>;
  readonly opens?: readonly string[];
  /** True for events whose handler does not look at the row before it: that row need not be loaded. */
  readonly blind?: (event: Recorded<E>) => boolean;
  /** Rows of events recorded longer ago are trimmed: whoever builds the view need not make them. */
  readonly keepsHours?: number;
  /** What comes after an event that could not be applied. Later events of the same rows always wait behind it; those of its stream wait too (the default), or go on. */
  readonly onParked?: OnParked;
};
export type OnParked = 'wait' | 'goOn';

/** A fold and its table, without their own types: what the runner drives. */
export type View = { readonly name: string; readonly fold: AnyFold; readonly table: ViewTable };
export type AnyRow = Keyed & Readonly<Record<string, unknown>>;
export type AnyFold = {
  readonly name: string;
  readonly key: (event: Recorded) => string | readonly string[] | undefined;
  readonly when: Readonly<Record<string, ((event: Seen<StoredEvent>, row: AnyRow | undefined, id: string) => AnyRow | null | undefined) | undefined>>;
  readonly opens?: readonly string[];
  readonly blind?: (event: Recorded) => boolean;
  readonly keepsHours?: number;
  readonly onParked?: OnParked;
};

export const view = <E extends StoredEvent, R extends Keyed>(fold: Fold<E, R>, table: ViewTable): View => ({
  name: fold.name,
  fold: fold as unknown as AnyFold,
  table,
});

/** The view of events alone whose rows are not trimmed at `now`. */
export function untrimmed(one: View, now: Date): View {
  const { key, keepsHours } = one.fold;
  if (keepsHours === undefined) return one;
  const from = now.getTime() - keepsHours * 3_600_000;
  return { ...one, fold: { ...one.fold, key: (event) => (event.recordedAt.getTime() < from ? undefined : key(event)) } };
}

export const keysOf = (fold: AnyFold, event: Recorded): readonly string[] => {
  const key = fold.key(event);
  return key === undefined ? [] : typeof key === 'string' ? [key] : key;
};
