// Writes a result with back-pressure. An error before the first byte has its own status; one after it travels as the tagged trailer
// newer clients understand, and then a plain connection is cut so that older ones do not take the answer for complete.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createGzip, type Gzip } from 'node:zlib';
import type { Result } from './execute.ts';
import { toFault } from './fault.ts';
import type { Asked } from './request.ts';

export function answerFault(res: ServerResponse, error: unknown): void {
  const { code, status, text } = toFault(error);
  if (res.headersSent || res.destroyed) return void res.destroy();
  res.writeHead(status, { 'content-type': 'text/plain; charset=UTF-8', 'x-clickhouse-exception-code': String(code), connection: 'close' });
  res.end(text);
}

const summary = (writtenRows: number) => {
  const zero = { read_rows: '0', read_bytes: '0', written_bytes: '0', total_rows_to_read: '0', result_rows: '0', result_bytes: '0', elapsed_ns: '0' };
  return JSON.stringify({ ...zero, written_rows: String(writtenRows) });
};

function begin(res: ServerResponse, asked: Asked, result: Result, tag: string): ServerResponse | Gzip {
  res.writeHead(200, {
    'content-type': /^JSON(?!.*EachRow)/.test(result.format) ? 'application/json; charset=UTF-8' : 'text/plain; charset=UTF-8',
    'x-clickhouse-query-id': asked.queryId,
    'x-clickhouse-format': result.format,
    'x-clickhouse-timezone': 'UTC',
    'x-clickhouse-exception-tag': tag,
    'x-clickhouse-summary': summary(result.writtenRows),
    ...(asked.gzip ? { 'content-encoding': 'gzip' } : {}),
  });
  if (!asked.gzip) return res;
  const gzip = createGzip();
  gzip.pipe(res);
  return gzip;
}

async function cutShort(res: ServerResponse, out: ServerResponse | Gzip, tag: string, error: unknown): Promise<void> {
  const { text } = toFault(error);
  const trailer = `\r\n__exception__\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`;
  if (out !== res) return void out.end(trailer); // cut off, an unpacking client would throw before it sees the trailer
  await new Promise((resolve) => out.write(trailer, resolve));
  res.destroy();
}

/** Resolves when the whole result has been read, sent or refused by a client that went away (`signal`). */
export async function answerResult(res: ServerResponse, asked: Asked, result: Result, signal: AbortSignal): Promise<void> {
  const source = result.chunks[Symbol.asyncIterator]();
  const tag = randomBytes(8).toString('hex');
  let next = await source.next();
  const out = begin(res, asked, result, tag);
  try {
    for (; !next.done; next = await source.next()) if (!out.write(next.value)) await once(out, 'drain', { signal });
    out.end();
  } catch (error) {
    await source.return?.();
    if (!signal.aborted) await cutShort(res, out, tag, error);
  }
}
