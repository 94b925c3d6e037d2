// What came of the files, added up. The hub reports per bundle; people read one sum.
export type Rejected = { path: string; reason: string; file?: string };
export type Report = { created: number; updated: number; unchanged: number; skipped: Record<string, number>; rejected: Rejected[] };

export const EMPTY: Report = { created: 0, updated: 0, unchanged: 0, skipped: {}, rejected: [] };
export const sumOf = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, n) => sum + n, 0);

export function add(a: Report, b: Report): Report {
  const skipped = { ...a.skipped };
  for (const [type, count] of Object.entries(b.skipped)) skipped[type] = (skipped[type] ?? 0) + count;
  return {
    created: a.created + b.created,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    skipped,
    rejected: [...a.rejected, ...b.rejected],
  };
}

export const isImportable = (name: string): boolean => /\.json(\.gz)?$/i.test(name);
export const isGzip = (name: string): boolean => /\.gz$/i.test(name);
