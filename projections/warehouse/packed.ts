// Rows as the bytes that travel to the engine: a row's values as one JSON array a line. Made piece by piece while a range fills, so that
// no objects of a whole range wait for it.
import type { Row } from './ports.ts';

/** `length`: rows. `lines`: rows of several pieces, one after the other, all with the same columns. */
export type Packed = { readonly columns: readonly string[]; readonly length: number; readonly lines: readonly Buffer[] };
export const NOTHING: Packed = { columns: [], length: 0, lines: [] };

/** Whether the row has these columns in this order, as rows made in one place have. */
function isLike(row: Row, columns: readonly string[]): boolean {
  let n = 0;
  for (const name in row) if (name !== columns[n++]) return false;
  return n === columns.length;
}

/** A column that a row does not have takes the table's default. */
export function pack(rows: readonly Row[]): Packed {
  if (rows.length === 0) return NOTHING;
  const first = Object.keys(rows[0]!);
  const alike = rows.every((row) => isLike(row, first));
  const columns = alike ? first : [...new Set(rows.flatMap((row) => Object.keys(row)))];
  let lines = '';
  for (const row of rows) lines += `${JSON.stringify(alike ? Object.values(row) : columns.map((column) => row[column]))}\n`;
  return { columns, length: rows.length, lines: [Buffer.from(lines)] };
}

export function joined(first: Packed, second: Packed): Packed {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  if (String(first.columns) !== String(second.columns)) throw new Error(`rows with columns ${String(first.columns)} and ${String(second.columns)}`);
  return { columns: first.columns, length: first.length + second.length, lines: [...first.lines, ...second.lines] };
}
