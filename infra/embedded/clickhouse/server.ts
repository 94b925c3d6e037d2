// ClickHouse's HTTP interface over sessions of the engine in this process.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerFault, answerResult } from './answer.ts';
import { execute } from './execute.ts';
import { accessRefusal } from './fault.ts';
import { readRequest } from './request.ts';
import type { Sessions } from './sessions.ts';

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** Without a password, the one thing between a web page and this port is that browsers name themselves. */
function refuseBrowsers({ headers }: IncomingMessage): void {
  if (headers.origin !== undefined || !LOCAL.test(headers.host ?? '')) throw accessRefusal('only programs on this machine may ask');
}

async function answer(sessions: Sessions, defaults: Readonly<Record<string, string>>, req: IncomingMessage, res: ServerResponse): Promise<void> {
  refuseBrowsers(req);
  if (/^\/(ping|replicas_status)(\?|$)/.test(req.url ?? '')) return void res.writeHead(200, { 'content-type': 'text/plain' }).end('Ok.\n');
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  const asked = await readRequest(req, defaults);
  await execute(sessions, asked, gone.signal, (result) => answerResult(res, asked, result, gone.signal));
}

/** `defaults` are settings of every request that does not send its own, for example `max_execution_time`. */
export function makeServer(sessions: Sessions, defaults: Readonly<Record<string, string>>): Server {
  const server = createServer((req, res) => {
    res.on('error', () => {}); // the client went away; `close` follows and ends the work
    answer(sessions, defaults, req, res).catch((error: unknown) => answerFault(res, error));
  });
  server.keepAliveTimeout = 30_000; // above the official client's idle limit, or it would meet closed sockets
  server.requestTimeout = 0; // a streamed insert may take as long as its rows do
  server.setTimeout(300_000); // a reader that stopped reading must not hold a session for ever
  return server;
}
