// The hub's HTTP face: routes, probes, docs and the web application on one server that closes without cutting anyone off.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import type { OpenFor } from '#domain/kernel/access.ts';
import type { Cache } from '#domain/kernel/cache.ts';
import { toHubError } from '#domain/kernel/errors.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makeMemoryCache } from '../cache/memory.ts';
import type { Log } from '../log/log.ts';
import type { Metrics, MetricsJson } from '../metrics/metrics.ts';
import { makeAdmit, type Verify } from './admit.ts';
import type { AllowsOrigin } from './cors.ts';
import type { Answering, Asked } from './exchange.ts';
import { mountDocs } from './docs.ts';
import { mountLedger } from './ledger.ts';
import { isPinned, type WaitFor } from './handler.ts';
import { type Kept, makeKept } from './kept.ts';
import { watchLateness } from './lateness.ts';
import { type LimitDeps, type LimitSettings, makeLimits } from './limits.ts';
import { mountRoutes } from './mount.ts';
import { observe } from './observe.ts';
import { type Check, mountProbes } from './probes.ts';
import { correlationOf, sendError, sendProblem } from './problem.ts';
import { securityHeaders } from './security.ts';
import { makeTrace, type Trace } from './trace.ts';
import { makeTurns, type TurnSettings } from './turns.ts';
import { mountWeb } from './web.ts';

export type HttpDeps = {
  readonly routes: readonly Route[];
  readonly verify: Verify;
  readonly waitFor: WaitFor;
  /** Pages of others that widgets are on; without it no page but our own. */
  readonly allowsOrigin?: AllowsOrigin;
  /** How a request opens sealed values; without it none can. */
  readonly openFor?: OpenFor;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'http' | 'limited' | 'text' | 'contentType'>;
  readonly health: readonly Check[];
  readonly limits?: Partial<LimitSettings>;
  /** A tenant's own limits. */
  readonly limitsOf?: LimitDeps['limitsOf'];
  readonly turns?: Partial<TurnSettings>;
  /** Keeps answers for a while; told of changes by whoever made it. */
  readonly kept?: Kept;
  /** Which trace a request belongs to. */
  readonly trace?: Trace;
  /** Where limits are counted; by default in this process. */
  readonly cache?: Cache;
  /** Folder of the built web application; none = API only. */
  readonly webDir?: string;
  /** Folder of the ledger's public files. */
  readonly ledgerDir?: string;
  /** Protocols of their own by path, such as ClickHouse's for analysts' tools. */
  readonly mounts?: Readonly<Record<string, RequestListener>>;
  readonly metricsToken?: string;
  readonly otherMetrics?: () => Promise<readonly MetricsJson[]>;
  /** How many proxies in front may be believed about the client's address. 0 = none. */
  readonly trustProxies?: number;
  readonly https?: boolean;
  /** Longest wait for `Hub-Wait-For`, milliseconds. */
  readonly waitMs?: number;
  readonly version?: string;
};
export type Http = {
  /** For sockets to attach to. */
  readonly server: Server;
  /** Resolves with the port once connections are accepted; rejects with the system's error (`EADDRINUSE`). */
  listen(port: number, host?: string): Promise<number>;
  /** `/ready` answers 503 and new connections are refused; open requests get `ms` to finish. */
  close(ms?: number): Promise<void>;
};

export function makeHttp(deps: HttpDeps): Http {
  const app = express();
  const onError = failing(deps.log);
  let draining = false;
  app
    .disable('x-powered-by')
    .set('etag', false)
    .set('trust proxy', deps.trustProxies ?? 0)
    .set('query parser', 'simple');
  mountProbes(app, { ...deps, isDraining: () => draining });
  mountDocs(app, deps.routes, deps.version ?? '0');
  const lateness = watchLateness();
  const limits = makeLimits({ cache: deps.cache ?? makeMemoryCache(), limitsOf: deps.limitsOf, settings: deps.limits, observe: tellLimits(deps) });
  const declared = mountRoutes(deps.routes, {
    admit: makeAdmit({ verify: deps.verify, limits, lateness }),
    turns: makeTurns(deps.turns),
    kept: deps.kept ?? makeKept({ cache: deps.cache ?? makeMemoryCache() }),
    waitFor: deps.waitFor,
    openFor: deps.openFor,
    allowsOrigin: deps.allowsOrigin,
    proxies: deps.trustProxies,
    onError,
    waitMs: deps.waitMs ?? 5_000,
  });
  if (deps.ledgerDir) mountLedger(app, deps.ledgerDir);
  for (const [path, handle] of Object.entries(deps.mounts ?? {})) app.use(path, handle);
  if (deps.webDir) mountWeb(app, deps.webDir);
  app.use((req, res) => sendProblem(res, 404, { code: 'request.path', detail: `There is nothing at ${req.method} on this path.` }));
  app.use(((thrown, req, res, _next) => onError(thrown, req, res)) satisfies ErrorRequestHandler);
  const observed = observe(deps.log, deps.metrics, deps.trace ?? makeTrace());
  const secure = securityHeaders(deps.https ?? false);
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }, (req, res) => {
    const answering = res as Answering;
    observed(req, answering, () => {
      secure(res);
      if (!declared(req, answering)) app(req, res);
    });
  });
  return {
    server,
    listen: (port, host = '127.0.0.1') => listen(server, port, host),
    close: (ms = 5_000) => {
      draining = true;
      lateness.stop();
      return drain(server, ms);
    },
  };
}

/** A tenant that has little left is named in the log; a metric has no tenant. */
const tellLimits =
  ({ log, metrics }: Pick<HttpDeps, 'log' | 'metrics'>): LimitDeps['observe'] =>
  (budget, outcome, tenant) => {
    metrics.limited(budget, outcome);
    if (outcome === 'nearly') log.info('limits.nearly', { tenant, reason: budget });
  };

const failing =
  (log: Log) =>
  (thrown: unknown, req: Asked, res: Answering): void => {
    if (thrown instanceof URIError) return sendProblem(res, 400, { code: 'request.path', detail: 'The path is not valid percent-encoding.' });
    const error = toHubError(thrown);
    if (error.kind === 'bug' || error.kind === 'unavailable')
      log.error(`http.${error.kind}`, error, { correlationId: correlationOf(res), route: res.locals['route'] as string | undefined });
    if (res.headersSent) return void res.destroy(); // too late for an answer
    sendError(res, error, isPinned(req));
  };

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    });
  });

async function drain(server: Server, ms: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), 20); // a kept-alive connection falls idle only after its answer
  const timer = setTimeout(() => server.closeAllConnections(), ms);
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}
