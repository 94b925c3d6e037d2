// Runs one classified request on a borrowed session and answers its bytes piece by piece.
import { randomUUID } from 'node:crypto';
import type { Session } from 'chdb';
import { refuseOutside, type Statement, statementOf } from './statement.ts';
import { insertRows } from './insert.ts';
import type { Asked } from './request.ts';
import type { Context, Sessions } from './sessions.ts';
import { tokensOf } from './tokens.ts';

export type Result = { readonly format: string; readonly writtenRows: number; readonly chunks: AsyncIterable<Uint8Array> };

/** Formats without head or foot: pieces of these joined are still one document. chdb formats every piece of a stream by itself. */
const JOINABLE = new Set(
  'JSONEachRow JSONCompactEachRow JSONStringsEachRow JSONCompactStringsEachRow NDJSON JSONLines TSV TabSeparated TSVRaw TabSeparatedRaw CSV RowBinary Native'.split(
    ' ',
  ),
);
/** What a result in any other format may weigh, since it stands in memory as a whole. */
const LARGEST_RESULT = String(256 << 20);

async function* pieces(session: Session, sql: string, format: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of session.queryStream(sql, { format, signal })) yield chunk.raw();
}
async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length) yield bytes;
}

/** The mark by which a running query is found and ended. */
const marked = (asked: Asked, mark: string): string => `${asked.sql}\n/* ${mark} */`;

async function run(session: Session, asked: Asked, statement: Statement, signal: AbortSignal): Promise<Result> {
  if (statement.kind === 'insert') {
    const writtenRows = await insertRows(session, statement, asked.body, Boolean(asked.settings.insert_deduplication_token));
    return { format: asked.format, writtenRows, chunks: one(Buffer.alloc(0)) };
  }
  const format = statement.format ?? asked.format;
  if (streams(statement, format)) return { format, writtenRows: 0, chunks: pieces(session, asked.sql, asked.format, signal) };
  const result = await session.queryAsync(asked.sql, { format: asked.format });
  return { format, writtenRows: 0, chunks: one(result.bytes()) };
}

const streams = (statement: Statement, format: string) => statement.kind === 'select' && JOINABLE.has(format);

function contextOf(asked: Asked, statement: Statement): Context {
  for (const value of Object.values(asked.settings)) refuseOutside(tokensOf(value)); // some settings hold SQL
  if (statement.kind === 'insert' || streams(statement, statement.format ?? asked.format)) return asked;
  return { ...asked, settings: { max_result_bytes: LARGEST_RESULT, ...asked.settings } };
}

/** `answer` gets the result while the session is still held, and must have read all of it when it resolves. */
export async function execute(sessions: Sessions, asked: Asked, signal: AbortSignal, answer: (result: Result) => Promise<void>): Promise<void> {
  const statement = statementOf(asked.sql);
  const mark = randomUUID();
  const given = statement.kind === 'select' ? { ...asked, sql: marked(asked, mark) } : asked;
  const end = () => sessions.kill(mark); // a client that went away waits for nothing: an aggregation would hold its session to the end
  signal.addEventListener('abort', end);
  try {
    await sessions.use(contextOf(given, statement), async (session) => answer(await run(session, given, statement, signal)));
  } finally {
    signal.removeEventListener('abort', end);
  }
}
