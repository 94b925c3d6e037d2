// The server: opens a store, serves it over gRPC, answers health, statistics and a page to look at over HTTP.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authenticate, makeAuthenticate } from './auth/access.ts';
import type { Users } from './auth/users.ts';
import { Call, type Methods } from './grpc/call.ts';
import { limitTime } from './grpc/deadline.ts';
import { RpcError, Status } from './grpc/status.ts';
import { makeBrowse } from './http/browse.ts';
import { makeFigures } from './http/figures.ts';
import { makeFiles } from './http/files.ts';
import { makeLocalNames } from './http/names.ts';
import { makeHttp } from './http/routes.ts';
import { type Certificate, listen } from './listen.ts';
import { lockFolder } from './lock.ts';
import { makeMethods } from './methods.ts';
import { makeSubscriptions } from './persistent/subscriptions.ts';
import { openProjections } from './projections/projections.ts';
import { withProjections } from './projections/virtual.ts';
import { openStore } from './store/store.ts';

/**
 * `data` undefined: in memory, gone at the end. `maxAppend` in bytes, for all events of one append together. `users` undefined: nobody is
 * asked who they are. `startProjections` enables all system projections, which are off otherwise. `onShutdown` is called when an operator asks the server to stop; by default it stops.
 */
export type ServerOptions = {
  data?: string | undefined;
  host?: string;
  port?: number;
  maxAppend?: number;
  tls?: Certificate | undefined;
  users?: Users | undefined;
  startProjections?: boolean;
  onShutdown?: () => void;
  now?: () => number;
};
export type Server = { readonly port: number; stop(): Promise<void> };
export const DEFAULT_MAX_APPEND = 16 * 1024 * 1024;

const toStderr = (line: string): void => void process.stderr.write(`eventstore: ${line}\n`);
const memoryFolder = (): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'eventstore-'));

/** Runs the method a stream asks for, as its caller, within its time. */
const makeDispatch = (methods: Methods, authenticate: Authenticate, calls: Set<Call>) => (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
  const call = new Call(stream, headers);
  calls.add(call);
  call.onClose(() => calls.delete(call));
  limitTime(call);
  const path = String(headers[':path']);
  const method = methods[path];
  Promise.try(() => {
    if (!method) throw new RpcError(Status.UNIMPLEMENTED, `${path} is not supported by the embedded event store`);
    call.access = authenticate(headers.authorization);
    return method(call);
  }).catch((error) => call.fail(error));
};

export async function startServer(options: ServerOptions): Promise<Server> {
  const { data, host = '127.0.0.1', port = 2113, maxAppend = DEFAULT_MAX_APPEND, tls, users, startProjections = false, now } = options;
  const folder = data ?? memoryFolder();
  mkdirSync(folder, { recursive: true });
  const lock = await lockFolder(folder);
  const log = openStore(folder, { sync: data !== undefined, now });
  const projections = openProjections(log, folder, { sync: data !== undefined, startAll: startProjections });
  const store = withProjections(log, projections, now);
  const forget = () => rmSync(folder, { recursive: true, force: true });
  if (data === undefined && process.platform !== 'win32') forget(); // the open files live on without names, and end with the process however it ends
  const subscriptions = await makeSubscriptions(store);
  const calls = new Set<Call>();
  const authenticate = makeAuthenticate(users, (stream) => store.state(stream).metadata);
  const figures = makeFigures({ store, subscriptions, calls });
  const shutdown = () => (options.onShutdown ?? stop)();
  const methods = makeMethods({ store, subscriptions, projections, figures, maxAppend, shutdown, log: toStderr });

  const files = makeFiles();
  const browse = makeBrowse({ store, subscriptions, projections, figures });

  const listener = await listen({
    host,
    port,
    tls,
    onCall: makeDispatch(methods, authenticate, calls),
    onRequest: makeHttp({
      figures,
      authenticate,
      pages: (url, access) => files(url.pathname) ?? browse(url, access),
      isLocal: makeLocalNames(host, users !== undefined),
    }),
  });

  async function stop(): Promise<void> {
    for (const call of calls) call.fail(new RpcError(Status.UNAVAILABLE, 'Server Is Shutting Down')); // clients reconnect on it
    await listener.close();
    store.scavenging()?.stop();
    await subscriptions.stop();
    await projections.stop();
    await log.close();
    lock.release();
    if (data === undefined) forget();
  }
  return { port: listener.port, stop };
}
