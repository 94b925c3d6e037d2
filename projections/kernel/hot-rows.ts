// Rows as of the last commit, kept while they are in use, so that a busy case is not read again for each of its events.
import type { Key } from './ports.ts';
import type { AnyRow } from './projection.ts';

export const keyOf = ({ tenant, id }: Key): string => `${tenant}/${id}`;

export type HotRows = {
  /** Undefined: not known here. Null: known to be absent. */
  get(key: string): AnyRow | null | undefined;
  /** `rows` are given away: nobody changes them any more. */
  add(rows: Map<string, AnyRow | null>): void;
  clear(): void;
};

/** Keeps the `most` rows used last, and up to as many of those before; more only while one commit alone has more. */
export function makeHotRows(most: number): HotRows {
  let young = new Map<string, AnyRow | null>();
  let old = young;
  const next = (rows: Map<string, AnyRow | null>) => {
    old = young;
    young = rows;
  };
  return {
    get: (key) => {
      const known = young.get(key);
      if (known !== undefined) return known;
      const row = old.get(key);
      if (row === undefined) return undefined;
      if (young.size >= most) next(new Map());
      young.set(key, row);
      return row;
    },
    add: (rows) => {
      if (young.size + rows.size > most) next(rows);
      else for (const [key, row] of rows) young.set(key, row);
    },
    clear: () => {
      young = old = new Map();
    },
  };
}
