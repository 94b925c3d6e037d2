// Reads one HTTP request of ClickHouse's interface: the statement, the data that follows it, parameters and settings.
import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { syntaxRefusal, tooLarge, unsupported } from './fault.ts';
import type { Context } from './sessions.ts';
import { insertOf } from './statement.ts';

export type Asked = Context & {
  /** Data of an insert, decompressed; undefined when the body held the statement itself. */
  readonly body?: Readable;
  readonly format: string;
  readonly queryId: string;
  readonly gzip: boolean;
};
/** A statement longer than this belongs into the body of `INSERT … FORMAT`. */
const LONGEST_SQL = 4 << 20;
/** Parameters of the interface itself; everything else in the URL is a setting, as on a ClickHouse server. */
const OWN = new Set(['query', 'query_id', 'database', 'default_format', 'user', 'password', 'quota_key', 'role', 'session_id', 'session_timeout']);
const IGNORED = new Set(['session_check', 'buffer_size', 'wait_end_of_query', 'stacktrace', 'client_protocol_version', 'enable_http_compression', 'compress']);

function bodyOf(req: IncomingMessage): Readable {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return req;
  if (encoding !== 'gzip') throw unsupported(`Content-Encoding ${encoding} is not supported here, gzip is`);
  return pipeline(req, createGunzip(), () => {}); // an error ends the returned stream, whose reader reports it
}

async function textOf(body: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > LONGEST_SQL) throw tooLarge(`a statement is limited to ${LONGEST_SQL} bytes: send rows with INSERT … FORMAT and the query in the URL`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The official client sends long parameters as a form. */
async function formOf(req: IncomingMessage, body: Readable): Promise<URLSearchParams> {
  const type = req.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return new URLSearchParams();
  const form = await new Response(await textOf(body), { headers: { 'content-type': type } }).formData();
  return new URLSearchParams([...form].map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : '']));
}

function splitParams(all: URLSearchParams): { settings: Record<string, string>; params: Record<string, string> } {
  const settings: Record<string, string> = {};
  const params: Record<string, string> = {};
  for (const [name, value] of all)
    if (name.startsWith('param_')) params[name.slice('param_'.length)] = value;
    else if (!OWN.has(name) && !IGNORED.has(name)) settings[name] = value;
  return { settings, params };
}

/** `defaults` are settings every request has unless it sends its own. */
export async function readRequest(req: IncomingMessage, defaults: Readonly<Record<string, string>>): Promise<Asked> {
  const url = new URL(req.url ?? '/', 'http://engine');
  const body = bodyOf(req);
  const form = await formOf(req, body);
  const all = new URLSearchParams([...url.searchParams, ...form]);
  if (all.has('session_id')) throw unsupported('session_id is not supported here: send settings with each request');
  const { settings, params } = splitParams(all);
  const inUrl = all.get('query') ?? '';
  const streams = insertOf(inUrl) !== undefined; // then the body is rows; otherwise it continues the statement, as on a server
  const sql = streams || form.size > 0 ? inUrl : `${inUrl}\n${await textOf(body)}`;
  if (sql.trim() === '') throw syntaxRefusal('Empty query');
  const readonly: Record<string, string> = req.method === 'GET' ? { readonly: '2' } : {}; // as a server does: GET changes nothing
  return {
    sql,
    settings: { ...defaults, ...settings, ...readonly },
    params,
    database: all.get('database') || String(req.headers['x-clickhouse-database'] ?? '') || 'default',
    body: streams ? body : undefined,
    format: all.get('default_format') ?? String(req.headers['x-clickhouse-format'] ?? 'TabSeparated'),
    queryId: all.get('query_id') || randomUUID(),
    gzip: all.get('enable_http_compression') === '1' && /\bgzip\b/.test(String(req.headers['accept-encoding'] ?? '')),
  };
}
