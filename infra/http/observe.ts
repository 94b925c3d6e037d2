// Every request gets a correlation id, one log line and one measurement, by route template and never by path.
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { type Answering, type Asked, headersOf } from './exchange.ts';
import { correlationId } from './headers.ts';
import { ownTraceparent, type Trace, traceIdOf } from './trace.ts';

export function observe(log: Log, metrics: Pick<Metrics, 'http'>, trace: Trace) {
  return (req: Asked, res: Answering, next: () => void): void => {
    const started = performance.now();
    const traceparent = ownTraceparent(req.headers['traceparent'] as string | undefined);
    const correlation = correlationId(headersOf(req));
    res.locals = { correlationId: correlation };
    res.setHeader('Hub-Correlation-Id', correlation);
    res.once('close', () => {
      const ms = performance.now() - started;
      const { route = 'none', code, tenant, correlationId: id, unlogged } = res.locals as Record<string, string | undefined>;
      const status = res.writableFinished ? res.statusCode : 499; // the client went away first
      metrics.http(req.method ?? '', route, status, ms / 1000);
      if (!unlogged && (route !== 'none' || status >= 400))
        log.info('http', { method: req.method, route, status, code, tenant, correlationId: id, trace: traceIdOf(traceparent), ms: Math.round(ms * 10) / 10 });
    });
    trace.run(traceparent, next);
  };
}
