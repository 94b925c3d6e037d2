// Feeds an agent from its persistent subscription. A burst of events of one key becomes one run; each event is acknowledged only after
// what follows from it has been told, so a crash at any moment means that it is delivered again, and nothing worse.
import { setTimeout as sleep } from 'node:timers/promises';
import { toHubError } from '#domain/kernel/errors.ts';
import type { Delivery, GroupReader } from '#domain/kernel/event-store.ts';
import type { Agent, Outcome } from './ports.ts';

/** One call per run; bounded values only. `retried`: handed back to the store. `parked`: set aside with its cause. */
export type RunMetrics = (agent: string, outcome: Outcome | 'retried' | 'parked', seconds: number) => void;
export type RunnerDeps = {
  readonly groups: GroupReader;
  readonly agent: Agent;
  readonly metrics?: RunMetrics;
  /** Hears of what went wrong: a code and kind, never data. */
  readonly onTrouble?: (trouble: { agent: string; code: string; kind: string; action: 'again' | 'retried' | 'parked' }) => void;
  /** How long the first event of a burst waits for the others, in milliseconds. */
  readonly window?: number;
  /** Waits before each further attempt within one delivery, in milliseconds. */
  readonly backoff?: readonly number[];
  /** Runs at the same time, over different keys. */
  readonly parallel?: number;
  readonly bufferSize?: number;
};

/** Deliveries after which an event that is still `unavailable` is set aside, so that it cannot circle for ever. */
const MAX_DELIVERIES = 10;
/** With ten seconds for each attempt this stays below the two minutes after which the store gives the event to somebody else. */
const BACKOFF = [200, 1000, 3000, 10_000, 15_000];
const PASSING: ReadonlySet<string> = new Set(['unavailable', 'conflict', 'too-many']);

/** Consumes until `signal` aborts, then waits for the runs under way. Throws when the subscription itself cannot be had. */
export async function runAgent(deps: RunnerDeps, signal: AbortSignal): Promise<void> {
  const { groups, agent, window = 250, parallel = 4, bufferSize = 512 } = deps;
  const bursts = new Map<string, { deliveries: Delivery[]; timer: NodeJS.Timeout }>();
  const chains = new Map<string, Promise<void>>();
  const gate = makeGate(parallel);

  const flush = (key: string): void => {
    const burst = bursts.get(key)?.deliveries ?? [];
    bursts.delete(key);
    const before = chains.get(key) ?? Promise.resolve();
    const chain = before.then(() => gate(() => handle(deps, burst, signal))).finally(() => chains.get(key) === chain && chains.delete(key));
    chains.set(key, chain);
  };
  const take = async (delivery: Delivery): Promise<void> => {
    const key = agent.key(delivery.event);
    // An acknowledgement that is lost only means one more delivery.
    if (key === undefined) return delivery.ack().catch(() => {});
    const burst = bursts.get(key);
    if (burst) return void burst.deliveries.push(delivery);
    bursts.set(key, { deliveries: [delivery], timer: setTimeout(() => flush(key), window) });
  };

  for await (const delivery of groups.consume(agent.group ?? agent.name, { types: agent.types, signal, bufferSize })) await take(delivery);
  // What is still gathering was not acknowledged; the store delivers it to the next consumer.
  for (const { timer } of bursts.values()) clearTimeout(timer);
  await Promise.all(chains.values());
}

async function handle({ agent, metrics, onTrouble, backoff = BACKOFF }: RunnerDeps, burst: readonly Delivery[], signal: AbortSignal): Promise<void> {
  if (burst.length === 0 || signal.aborted) return;
  const started = performance.now();
  const done = (outcome: Parameters<RunMetrics>[1]) => metrics?.(agent.name, outcome, (performance.now() - started) / 1000);
  for (let attempt = 0; ; attempt++)
    try {
      const outcome = await agent.run(burst.map(({ event }) => event));
      await Promise.all(burst.map((delivery) => delivery.ack()));
      return done(outcome);
    } catch (error) {
      const { kind, code } = toHubError(error);
      const again = PASSING.has(kind);
      if (signal.aborted) return;
      if (again && attempt < backoff.length) {
        onTrouble?.({ agent: agent.name, kind, code, action: 'again' });
        await sleep(backoff[attempt], undefined, { signal }).catch(() => {});
        if (signal.aborted) return;
        continue;
      }
      const parked = burst.filter((delivery) => !again || delivery.attempt >= MAX_DELIVERIES);
      onTrouble?.({ agent: agent.name, kind, code, action: parked.length > 0 ? 'parked' : 'retried' });
      await Promise.all(burst.map((delivery) => (parked.includes(delivery) ? delivery.park(code) : delivery.retry(code)))).catch(() => {});
      return done(parked.length > 0 ? 'parked' : 'retried');
    }
}

/** At most `limit` bodies run at once; the others wait their turn, and one that ends hands its place on. */
function makeGate(limit: number): <T>(body: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (body) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await body();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
