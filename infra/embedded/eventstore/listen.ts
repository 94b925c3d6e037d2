// One port, two protocols: gRPC clients open with the HTTP/2 preface in clear text, everything else is HTTP/1.1.
import { createServer as createHttp1, type RequestListener } from 'node:http';
import { createServer as createHttp2, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';

const PREFACE = Buffer.from('PRI ');
const STREAM_WINDOW = 4 * 1024 * 1024;
const SESSION_WINDOW = 16 * 1024 * 1024;

export type Listener = { readonly port: number; close(): Promise<void> };
type Options = { host: string; port: number; onStream: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void; onRequest: RequestListener };

/** Listens on `host`:`port` (0: any free one). Rejects when the port is taken. */
export async function listen({ host, port, onStream, onRequest }: Options): Promise<Listener> {
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  const http1 = createHttp1(onRequest);
  const http2 = createHttp2({ settings: { initialWindowSize: STREAM_WINDOW, maxConcurrentStreams: 10_000 }, maxSessionMemory: 128 });
  http2.on('stream', onStream);
  http2.on('sessionError', () => {}); // the session closes, and its streams with it
  http2.on('session', (session: ServerHttp2Session) => {
    session.setLocalWindowSize(SESSION_WINDOW);
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      const first: Buffer | null = socket.read();
      if (!first) return;
      socket.unshift(first);
      const isHttp2 = PREFACE.subarray(0, first.length).equals(first.subarray(0, PREFACE.length));
      (isHttp2 ? http2 : http1).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));

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
