// Rows into a table. A body that fits in memory becomes one insert, hence one atomic part; a longer one goes in as it arrives.
import type { Readable } from 'node:stream';
import type { RawInsertFormat, Session, StreamInsertFormat } from 'chdb';
import { Refusal, tooLarge } from './fault.ts';
import type { Insert } from './statement.ts';

const STREAMED: readonly string[] = ['JSONEachRow', 'JSONCompactEachRow', 'TSV', 'TabSeparated'];
const WHOLE: readonly string[] = [...STREAMED, 'CSV', 'CSVWithNames', 'TSVWithNames', 'TabSeparatedWithNames'];
const SMALL = 8 << 20;
const LARGEST_WHOLE = 256 << 20;

/** Reads until the end or until `limit` is passed; `rest` is undefined when everything was read. */
async function readUpTo(source: AsyncIterator<Buffer>, limit: number, first: Buffer): Promise<{ head: Buffer; rest?: AsyncIterator<Buffer> }> {
  const parts = [first];
  let size = first.length;
  while (size <= limit) {
    const next = await source.next();
    if (next.done) return { head: Buffer.concat(parts) };
    parts.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(parts), rest: source };
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Answers the rows written. With a deduplication token the rows must go in as one block, or the token of the first would drop the second. */
export async function insertRows(session: Session, insert: Insert, body: Readable | undefined, hasToken: boolean): Promise<number> {
  const { table, columns, format } = insert;
  if (!WHOLE.includes(format)) throw new Refusal(73, 'UNKNOWN_FORMAT', `rows are taken as ${WHOLE.join(', ')}, not as ${format}`);
  const atOnce = hasToken || !STREAMED.includes(format);
  const inline = Buffer.from(insert.inline);
  const { head, rest } = body ? await readUpTo(body[Symbol.asyncIterator](), atOnce ? LARGEST_WHOLE : SMALL, inline) : { head: inline, rest: undefined };
  if (!rest) return (await session.insert({ table, columns, format: format as RawInsertFormat, values: head })).rowsWritten;
  if (atOnce) throw tooLarge(`an insert with a deduplication token or in ${format} is limited to ${LARGEST_WHOLE} bytes`);
  return (await session.insert({ table, columns, format: format as StreamInsertFormat, values: joined(head, rest) })).rowsWritten;
}
