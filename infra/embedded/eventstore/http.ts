// What the server says about itself over plain HTTP: health for probes, figures for Prometheus and for people.
import type { RequestListener } from 'node:http';
import type { Call } from './grpc/call.ts';
import type { Subscriptions } from './persistent/subscriptions.ts';
import { VERSION } from './protocol/server.ts';
import type { EmbeddedStore } from './store/store.ts';

type Deps = { store: EmbeddedStore; subscriptions: Subscriptions; calls: ReadonlySet<Call> };

function figures({ store, subscriptions, calls }: Deps) {
  const { lastPosition, tail, streamsInMemory } = store.stats();
  return {
    last_position: lastPosition,
    tail_entries: tail.entries,
    tail_bytes: tail.bytes,
    streams_in_memory: streamsInMemory,
    backlog_bytes: store.backlog(),
    open_calls: calls.size,
    persistent_subscriptions: subscriptions.list().length,
    resident_bytes: process.memoryUsage.rss(),
    uptime_seconds: Math.round(process.uptime()),
  };
}
const asPrometheus = (values: Record<string, number>): string =>
  Object.entries(values)
    .map(([name, value]) => `# TYPE eventstore_${name} gauge\neventstore_${name} ${value}\n`)
    .join('');

/** GET /health/live (204), /stats (JSON), /metrics (Prometheus text), /info (version). */
export const makeRequestListener =
  (deps: Deps): RequestListener =>
  (request, response) => {
    const answer = (status: number, type: string, body: string) => response.writeHead(status, { 'content-type': type }).end(body);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void answer(405, 'text/plain', 'Only GET is answered here; the event store speaks gRPC.\n');
    if (pathname === '/health/live') return void response.writeHead(204).end();
    if (pathname === '/stats') return void answer(200, 'application/json', JSON.stringify(figures(deps)));
    if (pathname === '/metrics') return void answer(200, 'text/plain; version=0.0.4', asPrometheus(figures(deps)));
    if (pathname === '/info') return void answer(200, 'application/json', JSON.stringify({ protocolVersion: VERSION, server: 'embedded' }));
    answer(404, 'text/plain', 'Not found. Try /health/live, /stats, /metrics or /info.\n');
  };
