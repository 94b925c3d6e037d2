// The warehouse by URL, through ClickHouse's official client. Real and embedded engines are the same to everything above.
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { HubError } from '#domain/kernel/errors.ts';
import { pack, type Packed } from '#projections/warehouse/packed.ts';

export type Row = Readonly<Record<string, unknown>>;
export type WarehouseClient = {
  /** Rows of a SELECT. 64-bit integers arrive as strings, since JavaScript would round them. `params` are bound by `{name:Type}`. */
  query<T extends Row>(sql: string, params?: Row): Promise<T[]>;
  /** One statement without rows. */
  command(sql: string, params?: Row): Promise<void>;
  /** All rows as one block. A block with a token that is already in the table is dropped. Answers the rows the engine wrote. */
  insert(table: string, rows: readonly Row[] | Packed, token?: string): Promise<number>;
  /** The rows of a SELECT, made by the engine itself. */
  insertFrom(table: string, select: string, params?: Row): Promise<void>;
  /** Throws HubError `unavailable` when the engine does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** Codes that mean "not now": timeout, memory, too many queries or parts, network, and a server that is starting or stopping. */
const NOT_NOW = new Set(['159', '160', '202', '209', '210', '241', '242', '252', '394', '425', '999']);

/** A refusal by the engine that a retry may cure is `unavailable`; a wrong statement is a `bug`; no answer at all is `unavailable`. */
function toUnavailable(error: unknown): HubError {
  if (!(error instanceof ClickHouseError)) return new HubError('unavailable', 'warehouse.unavailable', 'the warehouse does not answer', { cause: error });
  const kind = NOT_NOW.has(error.code) ? 'unavailable' : 'bug';
  return new HubError(kind, kind === 'bug' ? 'warehouse.refused' : 'warehouse.unavailable', `${error.type ?? error.code}: ${error.message}`, { cause: error });
}
const asked = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw toUnavailable(error);
  });

const ALWAYS = { output_format_json_quote_64bit_integers: 1, date_time_input_format: 'best_effort' } as const;

/** `database` must exist except for `command`; user and password may stand in the URL. */
export function makeWarehouseClient({ url, database = 'hub', timeoutMs = 60_000 }: { url: string; database?: string; timeoutMs?: number }): WarehouseClient {
  const log = { level: ClickHouseLogLevel.OFF };
  const client = createClient({ url, database, request_timeout: timeoutMs, max_open_connections: 8, clickhouse_settings: ALWAYS, log });
  return {
    query: <T extends Row>(query: string, query_params?: Row) =>
      asked(client.query({ query, query_params: { ...query_params }, format: 'JSONEachRow' }).then((result) => result.json<T>())),
    command: (query, query_params) => asked(client.command({ query, query_params: { ...query_params } }).then(() => {})),
    insert: (table, rows, token) => asked(insertRows(table, rows, token)),
    insertFrom: (table, select, query_params) =>
      asked(client.command({ query: `INSERT INTO ${table} ${select}`, query_params: { ...query_params } }).then(() => {})),
    ping: () =>
      asked(
        client.ping().then((pong) => {
          if (!pong.success) throw pong.error;
        }),
      ),
    close: () => client.close(),
  };

  /** Values by place and not by name: the engine spends a third less on reading them. */
  async function insertRows(table: string, rows: readonly Row[] | Packed, token?: string): Promise<number> {
    const { columns, length, lines } = 'lines' in rows ? rows : pack(rows);
    if (length === 0) return 0;
    const { stream, summary } = await client.exec({
      query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONCompactEachRow`,
      values: Readable.from(lines, { objectMode: false }),
      clickhouse_settings: token ? { insert_deduplicate: 1, insert_deduplication_token: token } : {},
    });
    await finished(stream.resume());
    return Number(summary?.written_rows ?? length);
  }
}
