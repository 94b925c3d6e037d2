// What the warehouse needs from outside, so that this folder knows no engine's client.
import type { Packed } from './packed.ts';

export type Row = Readonly<Record<string, unknown>>;
/** ClickHouse by statement and by block; infra/clickhouse/client.ts is the real one. 64-bit integers come as strings. */
export type Warehouse = {
  query<T extends Row>(sql: string, params?: Row): Promise<T[]>;
  /** All rows as one block; a token that the table has already seen makes it nothing. */
  insert(table: string, rows: readonly Row[] | Packed, token?: string): Promise<number>;
  /** The rows of a SELECT, made by the engine itself. */
  insertFrom(table: string, select: string, params?: Row): Promise<void>;
};
/** PostgreSQL, as a `pg` Pool offers it. */
export type Sql = { query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> };
