// An answer on the wire: revision and position become headers, so that every client can pin and wait without reading bodies; a read that a
// caller already has is answered with 304.
import { hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import type { Answer } from '#domain/kernel/route.ts';
import { type Answering, headersOf, sendText, setHeaders } from './exchange.ts';
import { noneMatch } from './headers.ts';
import { sendProblem } from './problem.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
type Body = { readonly revision?: unknown; readonly position?: unknown; readonly code?: unknown; readonly detail?: unknown };
const shape = (body: unknown): Body => (typeof body === 'object' && body !== null ? body : {});

function head(res: Answering, answer: Answer): void {
  const { revision, position } = shape(answer.body);
  if (typeof revision === 'number') res.setHeader('ETag', `"${revision}"`);
  if (typeof position === 'string') res.setHeader('Hub-Position', position);
  if (answer.headers) setHeaders(res, answer.headers);
}

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> => typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** Bytes as they come, no faster than the reader takes them. After the first byte a fault can only cut the connection, which tells it is not whole. */
const stream = (res: Answering, body: AsyncIterable<Uint8Array>): void => void pipeline(Readable.from(body, { objectMode: false }), res, () => undefined);

/** Sends JSON unless the answer names its own type; an error answer of a route becomes a whole problem. */
export function respond(res: Answering, answer: Answer): void {
  head(res, answer);
  const body = shape(answer.body);
  const ownType = Object.keys(answer.headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
  if (answer.status >= 400 && !ownType && typeof body.code === 'string') {
    const { code, detail, ...more } = body;
    return sendProblem(res, answer.status, { code: code as string, detail: typeof detail === 'string' ? detail : (code as string), more });
  }
  res.statusCode = answer.status;
  if (answer.body === undefined) return void res.end();
  if (isStream(answer.body)) return stream(res, answer.body);
  const type = ownType ? String(res.getHeader('Content-Type')) : JSON_TYPE;
  if (ownType && typeof answer.body === 'string') return sendText(res, answer.status, type, answer.body);
  const text = JSON.stringify(answer.body);
  if (isRead(res) && answer.status === 200) {
    const etag = readTag(text, body.revision);
    res.setHeader('ETag', etag);
    if (noneMatch(headersOf(res.req), etag)) return notModified(res);
  }
  sendText(res, answer.status, type, text);
}

function notModified(res: Answering): void {
  res.statusCode = 304;
  res.end();
}

const isRead = ({ req: { method } }: Answering): boolean => method === 'GET' || method === 'HEAD';
/** Of exactly this answer: two readers with other rights see other tags. Before the dot the revision, for `If-Match`. */
const readTag = (text: string, revision: unknown): string =>
  `"${typeof revision === 'number' ? `${revision}.` : ''}${hash('sha256', text, 'base64url').slice(0, 16)}"`;
