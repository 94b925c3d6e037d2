// Rows as of the last commit, kept while they are in use, so that a busy case is not read again for each of its events.
import type { Key } from './ports.ts';
import type { AnyRow } from './projection.ts';

export const keyOf = ({ tenant, id }: Key): string => `${tenant}/${id}`;

export type HotRows = {
  /** Undefined: not known here. Null: known to be absent. */
  get(key: string): AnyRow | null | undefined;
  set(key: string, row: AnyRow | null): void;
  clear(): void;
};

/** Keeps the `most` rows used last. */
export function makeHotRows(most: number): HotRows {
  const rows = new Map<string, AnyRow | null>();
  const set = (key: string, row: AnyRow | null) => {
    rows.delete(key);
    rows.set(key, row);
    if (rows.size > most) rows.delete(rows.keys().next().value!);
  };
  return {
    get: (key) => {
      const row = rows.get(key);
      if (row !== undefined) set(key, row);
      return row;
    },
    set,
    clear: () => rows.clear(),
  };
}
