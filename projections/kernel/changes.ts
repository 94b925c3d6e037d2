// Rows that a fold changed, as the database is told of them.
import type { Rows } from './fold.ts';
import type { Changes, Key } from './ports.ts';
import type { AnyRow, View } from './projection.ts';

export const toKey = (key: string): Key => ({ tenant: key.slice(0, key.indexOf('/')), id: key.slice(key.indexOf('/') + 1) });

export function toChanges(view: View, changed: Rows, more: Pick<Changes, 'freed'> = {}): Changes {
  const put: AnyRow[] = [];
  const remove: Key[] = [];
  for (const [key, row] of changed)
    if (row) put.push(row);
    else remove.push(toKey(key));
  return { view, put, remove, ...more };
}
