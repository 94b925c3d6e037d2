// Many new rows by COPY, which costs the server half of what an insert does. Where a table has row-level security PostgreSQL allows no COPY: it is
// for the tables of a build, which nobody reads yet.
import type { Connection, Submittable } from 'pg';
import type { Table } from './tables.ts';
import { copyText, toTextOf } from './text.ts';

type Row = Readonly<Record<string, unknown>>;
/** What the driver's connections do and their types do not say. */
type CopyConnection = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };

const quoted = (name: string) => `"${name}"`;

function lines({ columns }: Table, rows: readonly Row[]): Buffer {
  const texts = columns.map((column) => ({ property: column.property, toText: toTextOf(column) }));
  let body = '';
  for (const row of rows) {
    for (const [i, { property, toText }] of texts.entries()) body += `${i ? '\t' : ''}${copyText(toText(row[property]))}`;
    body += '\n';
  }
  return Buffer.from(body);
}

type Copying = Submittable & { readonly done: Promise<void> };
/** Sent with its rows in one breath: the server takes them when it is ready, and passes over them when it refuses to begin. */
export function copy(table: Table, rows: readonly Row[]): Copying {
  const text = `copy ${quoted(table.name)} (${table.columns.map(({ name }) => quoted(name)).join(', ')}) from stdin`;
  const body = lines(table, rows);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const copying = {
    done: promise,
    /** The driver puts its patience around this. */
    callback: (error?: unknown) => (error ? reject(error) : resolve()),
    submit: (connection: Connection) => {
      connection.query(text);
      (connection as CopyConnection).sendCopyFromChunk(body);
      (connection as CopyConnection).endCopyFrom();
    },
    handleError: (error: unknown) => copying.callback(error),
    handleReadyForQuery: () => copying.callback(),
    handleCopyInResponse() {},
    handleCommandComplete() {},
  };
  return copying as unknown as Copying;
}
