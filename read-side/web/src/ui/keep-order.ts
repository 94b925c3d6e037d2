export type Kept<T> = { item: T; gone: boolean };

/**
 * Keeps rows where a reader saw them: known rows stay in place with their newest content, rows that left stay as `gone`,
 * and new rows wait in `fresh`, in the order in which they came.
 */
export function keepOrder<T extends { id: string }>(shown: readonly T[], items: readonly T[]): { rows: Kept<T>[]; fresh: T[] } {
  const now = new Map(items.map((item) => [item.id, item]));
  const known = new Set(shown.map(({ id }) => id));
  return {
    rows: shown.map((old) => ({ item: now.get(old.id) ?? old, gone: !now.has(old.id) })),
    fresh: items.filter(({ id }) => !known.has(id)),
  };
}
