// Two tenants' rows for tests: what belongs to birch can be told in any answer by its words or its numbers.
import { TENANT_TABLES } from '#projections/warehouse/schema.ts';
import type { WarehouseClient } from '../client.ts';

const WORDS = 'Zebulonia';
/** Birch's words, its 777 rows, or the sum of both tenants' rows. */
export const SECRET = /Zebulonia|\b7(77|80)\b/;
type Column = { readonly name: string; readonly type: string };

/** A value that fits the column, the same word everywhere. */
function valueOf({ name, type }: Column, tenant: string, row: number, word: string): unknown {
  if (name === 'tenant') return tenant;
  if (name === 'fact') return 'opened';
  if (name === 'stage') return 'lead';
  if (name === 'revision' || name === 'position' || name === 'first') return row;
  if (/^Array/.test(type)) return [];
  if (/Date/.test(type)) return `20${tenant === 'acme' ? '01' : '31'}-01-01${type.includes('DateTime') ? ' 00:00:00' : ''}`;
  if (/String/.test(type)) return `${word}${row}`;
  return 1;
}

/** Three rows of acme and 777 of birch in every table. */
export async function plant(client: WarehouseClient): Promise<void> {
  for (const table of TENANT_TABLES) {
    const columns = await client.query<Column>(`DESCRIBE ${table}`);
    const rows = (tenant: string, n: number, word: string) =>
      Array.from({ length: n }, (_, row) => Object.fromEntries(columns.map((column) => [column.name, valueOf(column, tenant, row, word)])));
    await client.insert(table, [...rows('acme', 3, 'own'), ...rows('birch', 777, WORDS)]);
  }
}
