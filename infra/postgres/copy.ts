// Many new rows by COPY, which costs the server half of what an insert does. Where a table has row-level security PostgreSQL allows no COPY: it is
// for the tables of a build, which nobody reads yet.
import type { Connection, Submittable } from 'pg';
import type { Table } from './tables.ts';
import { toCopyOf } from './text.ts';

type Row = Readonly<Record<string, unknown>>;
/** What the driver's connections do and their types do not say. */
type CopyConnection = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };

const quoted = (name: string) => `"${name}"`;

function lines({ columns }: Table, rows: readonly Row[]): Buffer {
  const texts = columns.map((column) => ({ property: column.property, toCopy: toCopyOf(column) }));
  let body = '';
  for (const row of rows) {
    let before = '';
    for (const { property, toCopy } of texts) {
      body += before + toCopy(row[property]);
      before = '\t';
    }
    body += '\n';
  }
  return Buffer.from(body);
}

type Copying = Submittable & { readonly done: Promise<void> };
export type Copy = { readonly text: string; readonly body: Buffer };
/** Throws a TypeError for what cannot be said in text. */
export const copyOf = (table: Table, rows: readonly Row[]): Copy => ({
  text: `copy ${quoted(table.name)} (${table.columns.map(({ name }) => quoted(name)).join(', ')}) from stdin`,
  body: lines(table, rows),
});

/** Sent with its rows in one breath: the server takes them when it is ready, and passes over them when it refuses to begin. */
export function copying({ text, body }: Copy): Copying {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const sent = {
    done: promise,
    /** The driver puts its patience around this. */
    callback: (error?: unknown) => (error ? reject(error) : resolve()),
    submit: (connection: Connection) => {
      connection.query(text);
      (connection as CopyConnection).sendCopyFromChunk(body);
      (connection as CopyConnection).endCopyFrom();
    },
    handleError: (error: unknown) => sent.callback(error),
    handleReadyForQuery: () => sent.callback(),
    handleCopyInResponse() {},
    handleCommandComplete() {},
  };
  return sent as unknown as Copying;
}
