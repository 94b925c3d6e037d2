// One port, two protocols: gRPC over HTTP/2, and HTTP/1.1. In clear text the HTTP/2 preface tells them apart, under TLS the ALPN name does.
import { createServer as createHttp1, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttp2, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTls, type TLSSocket } from 'node:tls';
import type { Answer, HttpRequest } from './http/answer.ts';
import { keepAlive } from './keep-alive.ts';

/** Node counts what it holds for a connection and never takes off what a cancelled call had still to send (24.21), so that its limit would end a healthy
 * connection after some thousand such calls. What is really held is bounded by each call's own back-pressure. */
const UNCOUNTED_MB = 1_000_000;
const PREFACE = Buffer.from('PRI ');
const STREAM_WINDOW = 4 * 1024 * 1024;
const SESSION_WINDOW = 16 * 1024 * 1024;

export type Certificate = { readonly cert: string | Buffer; readonly key: string | Buffer };
export type Listener = { readonly port: number; close(): Promise<void> };
type Options = {
  host: string;
  port: number;
  tls?: Certificate | undefined;
  keepAliveMs?: number;
  onCall: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;
  onRequest: (request: HttpRequest) => Promise<Answer>;
};

const isCall = (headers: IncomingHttpHeaders): boolean => String(headers['content-type'] ?? '').startsWith('application/grpc');

function makeHttp1(onRequest: Options['onRequest']) {
  return createHttp1(async (request, response) => {
    const { status, headers, body } = await onRequest({ method: request.method ?? 'GET', path: request.url ?? '/', headers: request.headers });
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  });
}
/** A browser that has negotiated HTTP/2 gets the same answers as over HTTP/1.1. */
async function answerStream(stream: ServerHttp2Stream, all: IncomingHttpHeaders, onRequest: Options['onRequest']): Promise<void> {
  stream.on('error', () => {});
  stream.resume();
  const { ':method': method = 'GET', ':path': path = '/', ':authority': host, ...headers } = all as Record<string, string>;
  const answer = await onRequest({ method, path, headers: { host, ...headers } });
  if (stream.destroyed) return;
  stream.respond({ ...answer.headers, ':status': answer.status });
  stream.end(method === 'HEAD' ? undefined : answer.body);
}

function makeHttp2({ onCall, onRequest, keepAliveMs }: Options, sessions: Set<ServerHttp2Session>) {
  const http2 = createHttp2({ settings: { initialWindowSize: STREAM_WINDOW, maxConcurrentStreams: 10_000 }, maxSessionMemory: UNCOUNTED_MB });
  http2.on('stream', (stream, headers) => {
    if (isCall(headers)) onCall(stream, headers);
    else void answerStream(stream, headers, onRequest);
  });
  http2.on('sessionError', () => {}); // the session closes, and its streams with it
  http2.on('session', (session: ServerHttp2Session) => {
    session.setLocalWindowSize(SESSION_WINDOW);
    sessions.add(session);
    keepAlive(session, keepAliveMs);
    session.on('close', () => sessions.delete(session));
  });
  return http2;
}

/** Hands a clear-text connection over once its first bytes tell the protocol. */
function bySniffing(socket: Socket, http1: Server, http2: Server): void {
  socket.once('readable', () => {
    const first: Buffer | null = socket.read();
    if (!first) return;
    socket.unshift(first);
    const isHttp2 = PREFACE.subarray(0, first.length).equals(first.subarray(0, PREFACE.length));
    (isHttp2 ? http2 : http1).emit('connection', socket);
  });
}

/** Listens on `host`:`port` (0: any free one). Rejects when the port is taken. */
export async function listen(options: Options): Promise<Listener> {
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  const http1 = makeHttp1(options.onRequest);
  const http2 = makeHttp2(options, sessions);
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const onSecure = (socket: TLSSocket) => (socket.alpnProtocol === 'h2' ? http2 : http1).emit('connection', socket);
  const server = options.tls
    ? createTls({ ...options.tls, noDelay: true, ALPNProtocols: ['h2', 'http/1.1'], minVersion: 'TLSv1.2' }, onSecure)
    : createServer({ noDelay: true }, (socket) => bySniffing(socket, http1, http2));
  server.on(options.tls ? 'secureConnection' : 'connection', keep);
  server.on('tlsClientError', () => {}); // a client that does not trust the certificate is its own concern
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, options.host, resolve));

  return {
    port: (server.address() as AddressInfo).port,
    /** Stops accepting, says goodbye to clients and closes what they leave open. */
    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.close();
      http1.closeAllConnections();
      const force = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, 500);
      await closed;
      clearTimeout(force);
    },
  };
}
