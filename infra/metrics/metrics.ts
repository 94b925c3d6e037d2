// What the hub says about itself. Labels come from closed vocabularies; a value beyond the bound becomes `other`, and no tenant is a label, but for the few that wait.
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';
import { watchEventLoop } from './event-loop.ts';

export type MetricsJson = MetricObjectWithValues<MetricValue<string>>[];
export type Metrics = {
  command(slice: string, type: string, outcome: string): void;
  appended(slice: string, events: number): void;
  /** How far a projection group is behind: in seconds since the oldest unseen event, and its position. */
  projection(group: string, state: { lagSeconds: number; position: bigint }): void;
  /** What a worker of the views has in hand, and the tenants that wait: those few only, so that tenants as a label stay bounded. */
  views(state: {
    queued: number;
    eventsPerSecond: number;
    tenants: readonly { tenant: string; events: number; seconds: number }[];
    parked: readonly { view: string; parked: number }[];
  }): void;
  /** Groups of events (tenant, day, type) in which warehouse and log differ. */
  warehouseDrift(groups: number): void;
  agentRun(agent: string, outcome: string, seconds: number): void;
  http(method: string, route: string, status: number, seconds: number): void;
  /** What a caller's budget led to: refused, nearly used up, or counted by this process alone because the shared cache is away. */
  limited(budget: string, outcome: string): void;
  /** Whether an answer was kept: hit, miss, or the cache away. */
  kept(outcome: string): void;
  /** A call to an outside provider, made or not. */
  providerCall(call: { provider: string; operation: string; outcome: string; seconds: number }): void;
  webhook(provider: string, outcome: string): void;
  /** Asked at each scrape: how many accounts of each provider are not called now. */
  heldOff(accounts: () => ReadonlyMap<string, number>): void;
  connections(count: number): void;
  pushed(events: number): void;
  dropped(reason: string): void;
  json(): Promise<MetricsJson>;
  /** Prometheus text of this process, summed with what other processes of the hub handed over. */
  text(others?: readonly MetricsJson[]): Promise<string>;
  readonly contentType: string;
  stop(): void;
};

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A guard for one label: the first `most` different values pass, the rest become `other`. */
export function bounded(most: number): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.size < most) seen.add(value);
    return seen.has(value) ? value : 'other';
  };
}

/** One registry per process. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) => new Counter<L>({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge<L>({ name, help, labelNames, registers, aggregator: 'max' }); // of several processes the worst counts
  const seconds = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Histogram<L>({ name, help, labelNames, registers, buckets: SECONDS });

  const commands = counter('hub_commands_total', 'Commands by slice, type and outcome', ['slice', 'type', 'outcome']);
  const appends = counter('hub_events_appended_total', 'Events appended', ['slice']);
  const lag = gauge('hub_projection_lag_seconds', 'Age of the oldest event a projection group has not seen', ['group']);
  const position = gauge('hub_projection_position', 'Log position a projection group has reached', ['group']);
  const drift = gauge('hub_warehouse_drift_groups', 'Tenants, days and types of event in which warehouse and log differ', []);
  const queued = gauge('hub_projection_lag_events', 'Events read from the log that are not in the views yet', ['group']);
  const drained = gauge('hub_projection_events_per_second', 'Events applied to the views a second, over ten seconds', ['group']);
  const tenantEvents = gauge('hub_projection_tenant_lag_events', 'The same of the tenants that wait longest, at most twenty of each worker', ['tenant']);
  const tenantSeconds = gauge('hub_projection_tenant_lag_seconds', 'How long the oldest event of a tenant waits, of the same tenants', ['tenant']);
  const parkedEvents = gauge('hub_projection_parked', 'Events that a view could not apply', ['view']);
  const runs = seconds('hub_agent_run_seconds', 'Agent runs by outcome', ['agent', 'outcome']);
  const requests = seconds('hub_http_request_seconds', 'HTTP requests by route template', ['method', 'route', 'status']);
  const limits = counter('hub_limits_total', 'Requests refused by a budget, budgets nearly used up, counts without the shared cache', ['budget', 'outcome']);
  const keeping = counter('hub_kept_answers_total', 'Reads of kept answers', ['outcome']);
  const calls = seconds('hub_provider_call_seconds', 'Calls to outside providers by outcome', ['provider', 'operation', 'outcome']);
  const hooks = counter('hub_webhooks_total', 'What providers told, by what became of it', ['provider', 'outcome']);
  const shut = gauge('hub_provider_held_off', 'Accounts that are not called now, since their provider fails or asked to wait', ['provider']);
  const connected = gauge('hub_live_connections', 'Live sockets now connected', []);
  const pushes = counter('hub_live_events_total', 'Events pushed to live sockets', []);
  const drops = counter('hub_live_dropped_total', 'Live sockets closed by the hub', ['reason']);
  const label = { type: bounded(200), route: bounded(300), agent: bounded(50), code: bounded(100) };
  const loop = watchEventLoop(gauge('hub_event_loop_delay_seconds', 'Event-loop delay since the last scrape', ['quantile']));
  collectDefaultMetrics({ register: registry });

  return {
    command: (slice, type, outcome) => commands.inc({ slice, type: label.type(type), outcome: label.code(outcome) }),
    appended: (slice, events) => appends.inc({ slice }, events),
    projection: (group, state) => {
      lag.set({ group }, state.lagSeconds);
      position.set({ group }, Number(state.position));
    },
    warehouseDrift: (groups) => drift.set(groups),
    views: ({ queued: events, eventsPerSecond, tenants, parked }) => {
      queued.set({ group: 'views' }, events);
      drained.set({ group: 'views' }, eventsPerSecond);
      tenantEvents.reset();
      tenantSeconds.reset();
      for (const { tenant, events: n, seconds: s } of tenants) {
        tenantEvents.set({ tenant }, n);
        tenantSeconds.set({ tenant }, s);
      }
      for (const { view, parked: n } of parked) parkedEvents.set({ view }, n);
    },
    agentRun: (agent, outcome, took) => runs.observe({ agent: label.agent(agent), outcome }, took),
    http: (method, route, status, took) => requests.observe({ method, route: label.route(route), status }, took),
    limited: (budget, outcome) => limits.inc({ budget, outcome }),
    kept: (outcome) => keeping.inc({ outcome }),
    providerCall: ({ provider, operation, outcome, seconds: took }) => calls.observe({ provider, operation, outcome }, took),
    webhook: (provider, outcome) => hooks.inc({ provider, outcome }),
    heldOff: (accounts) => {
      (shut as unknown as { collect: () => void }).collect = () => {
        shut.reset();
        for (const [provider, count] of accounts()) shut.set({ provider }, count);
      };
    },
    connections: (count) => connected.set(count),
    pushed: (events) => pushes.inc(events),
    dropped: (reason) => drops.inc({ reason }),
    json: () => registry.getMetricsAsJSON() as Promise<MetricsJson>,
    text: async (others = []) =>
      others.length === 0 ? registry.metrics() : AggregatorRegistry.aggregate([await registry.getMetricsAsJSON(), ...others]).metrics(),
    contentType: registry.contentType,
    stop: () => {
      loop.stop();
      registry.clear();
    },
  };
}
