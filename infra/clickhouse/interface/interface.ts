// ClickHouse's HTTP interface for analysts' own tools. Whoever signs in with a key asks what its owner may ask, through the same gate.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { HubError, toHubError } from '#domain/kernel/errors.ts';
import { Refusal } from '#infra/embedded/clickhouse/fault.ts';
import { type Asked, readRequest } from '#infra/embedded/clickhouse/request.ts';
import type { AnalystEngine } from '../analyst.ts';
import { asSelect } from './about.ts';
import { worded } from './faults.ts';
import { loginOf, type SignIn } from './sign-in.ts';

export type InterfaceDeps = { readonly analyst: Pick<AnalystEngine, 'askRaw'>; readonly signIn: SignIn; readonly onFault?: (error: unknown) => void };
export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

const MOST = { seconds: 60, rows: 1_000_000, bytes: 256 << 20 };
const least = (asked: string | undefined, most: number): number => {
  const wanted = Number(asked);
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, most) : most;
};

/** A session cannot be had here, and nothing a statement may do needs one. */
function sessionless(req: IncomingMessage): IncomingMessage {
  const url = new URL(req.url ?? '/', 'http://hub');
  if (url.searchParams.get('compress') === '1')
    // a client that asked for it would take plain bytes for broken ones
    throw new HubError('invalid', 'analytics.query', 'compress=1 is not supported here: turn it off; gzip by enable_http_compression=1 is');
  for (const name of ['session_id', 'session_timeout', 'session_check']) url.searchParams.delete(name);
  req.url = `${url.pathname}${url.search}`;
  return req;
}

function head(res: ServerResponse, asked: Asked, format: string): void {
  res.writeHead(200, {
    'content-type': /^JSON(?!.*EachRow)/.test(format) ? 'application/json; charset=UTF-8' : 'text/plain; charset=UTF-8',
    'x-clickhouse-server-display-name': 'hub',
    'x-clickhouse-query-id': asked.queryId,
    'x-clickhouse-format': format,
    'x-clickhouse-timezone': 'UTC',
    'x-clickhouse-summary':
      '{"read_rows":"0","read_bytes":"0","written_rows":"0","written_bytes":"0","total_rows_to_read":"0","result_rows":"0","result_bytes":"0"}',
    ...(asked.gzip ? { 'content-encoding': 'gzip' } : {}),
  });
}

async function answer({ analyst, signIn }: InterfaceDeps, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (/^\/(ping|replicas_status)(\?|$)/.test(req.url ?? '')) return void res.writeHead(200, { 'content-type': 'text/plain' }).end('Ok.\n');
  const tenant = await signIn(loginOf(req.headers, new URL(req.url ?? '/', 'http://hub').searchParams));
  if (tenant === undefined) throw new HubError('unauthenticated', 'analytics.sign-in', 'user or key is wrong, over or revoked');
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  const asked = await readRequest(sessionless(req), {});
  const { settings, params } = asked;
  const limits = {
    seconds: least(settings['max_execution_time'], MOST.seconds),
    rows: least(settings['max_result_rows'], MOST.rows),
    bytes: least(settings['max_result_bytes'], MOST.bytes),
  };
  // The caller's id names the query to the caller only: two tenants may choose the same.
  const question = { id: randomUUID(), tenant, sql: asSelect(asked.sql), params, limits, signal: gone.signal };
  const { format, body } = await analyst.askRaw(question, asked.format);
  head(res, asked, format);
  const done = () => undefined; // a fault after the first byte can only cut the connection
  if (asked.gzip) pipeline(body, createGzip(), res, done);
  else pipeline(body, res, done);
}

/** The engine's own words for a request that is no request. */
const asHubError = (error: unknown): HubError =>
  error instanceof Refusal
    ? new HubError('invalid', 'analytics.query', error.message.replace(/^Code: \d+\. DB::Exception: /, ''), { cause: error })
    : toHubError(error);

/** Mounted at `/clickhouse`. */
export function makeInterface(deps: InterfaceDeps): Handler {
  return (req, res) => {
    res.on('error', () => undefined);
    answer(deps, req, res).catch((thrown: unknown) => {
      const error = asHubError(thrown);
      const { code, status, text } = worded(error);
      if (status >= 500) deps.onFault?.(thrown);
      if (res.headersSent || res.destroyed) return void res.destroy();
      const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="warehouse"' } : {};
      res.writeHead(status, { 'content-type': 'text/plain; charset=UTF-8', 'x-clickhouse-exception-code': String(code), ...challenge }).end(text);
    });
  };
}
