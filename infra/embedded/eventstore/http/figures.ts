// What the server says about itself in numbers: /stats, /metrics and the Monitoring service share them.
import type { Call } from '../grpc/call.ts';
import type { Subscriptions } from '../persistent/subscriptions.ts';
import type { EmbeddedStore } from '../store/store.ts';

export type Figures = () => Readonly<Record<string, number>>;
type Deps = { store: EmbeddedStore; subscriptions: Subscriptions; calls: ReadonlySet<Call> };

/** Gauges, all numbers; names are metric names without a prefix. */
export const makeFigures =
  ({ store, subscriptions, calls }: Deps): Figures =>
  () => {
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
  };

export const asPrometheus = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `# TYPE eventstore_${name} gauge\neventstore_${name} ${value}\n`)
    .join('');
