// A worker: one read of the log drives all views of a group, for the partitions this worker holds. Rows and positions move together, so an
// event counts exactly once however often the process is killed; and a commit names the epoch of each partition, so that a worker that
// was paused or cut off and has lost a partition to another writes nothing more.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '#domain/kernel/envelope.ts';
import type { LogReader } from '#domain/kernel/event-store.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { type Applier, type ApplierDeps, makeApplier, Overtaken, type Ready } from './batch.ts';
import { type Intake, startIntake } from './intake.ts';
import { type Meter, makeMeter } from './meter.ts';
import { leastOf } from './partition.ts';
import type { Claim, ViewStore } from './ports.ts';
import type { WorkerState } from './progress-tables.ts';
import type { View } from './projection.ts';

export type RunnerDeps = Omit<ApplierDeps, 'streams' | 'store'> & {
  readonly store: ViewStore;
  readonly log: Pick<LogReader, 'follow'> & ApplierDeps['streams'];
  readonly size?: number;
  readonly everyMs?: number;
  /** Told about each failure that is being retried. */
  readonly onRetry?: (error: unknown) => void;
};
export type RunnerStatus = {
  readonly group: string;
  /** standby: other workers hold all partitions. */
  readonly state: 'standby' | 'catching-up' | 'live' | 'waiting';
  /** Where the partition that is furthest behind stands. */
  readonly position: Position | undefined;
  readonly partitions: number;
  /** Age of the oldest event not yet in the views; 0 when there is none. */
  readonly lagSeconds: number;
  readonly eventsPerSecond: number;
  readonly queued: number;
  readonly tenants: WorkerState['tenants'];
  /** Events applied since the start. */
  readonly applied: number;
  readonly views: readonly { readonly view: string; readonly parked: number }[];
};
export type Runner = {
  /** Costs nothing, however much is queued. */
  progress(): Pick<RunnerStatus, 'state' | 'position' | 'eventsPerSecond' | 'applied'>;
  status(): RunnerStatus;
  stop(): Promise<void>;
};

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;
/** How often a worker gives a sign of life and looks whether what it holds is still its own. */
const HOLD_MS = 1000;
/** How often positions move over a log in which nothing concerns the views. */
const QUIET_MS = 1000;

const isPassing = (error: unknown) => error instanceof HubError && error.kind === 'unavailable';

/** Starts at once and runs until `stop`, which lets the batch in hand finish. */
export function startRunner(deps: RunnerDeps): Runner {
  const { group, log, store, now } = deps;
  const names = deps.views.map((view) => view.name);
  const size = deps.size ?? 500;
  const worker = randomUUID();
  const stopping = new AbortController();
  const meter: Meter = makeMeter(now);
  let applier: Applier | undefined;
  let intake: Intake | undefined;
  let state: RunnerStatus['state'] = 'standby';
  let committedAt = Number.NEGATIVE_INFINITY; // by a clock that nobody sets
  let turns = 0;
  let working = false;

  /** Repeats until it works or the runner stops; only what may pass is repeated. */
  async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS))
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error) || signal.aborted) throw error;
        state = 'waiting';
        deps.onRetry?.(error);
        await sleep(wait, undefined, { signal });
      }
  }

  async function write(into: Applier, ready: Ready, live: boolean, signal: AbortSignal): Promise<void> {
    working = true;
    await patiently(signal, () => into.write(ready)).finally(() => {
      turns += 1;
      working = false;
    });
    committedAt = performance.now();
    meter.took();
    state = live ? 'live' : 'catching-up';
  }

  /** While a batch is written the next one is prepared. */
  async function drain(from: Intake, into: Applier, signal: AbortSignal): Promise<void> {
    let writing: Promise<void> = Promise.resolve();
    try {
      for (let taken = await from.next(size); taken && !signal.aborted; taken = await from.next(size)) {
        const batch = taken;
        if (batch.events.length === 0 && performance.now() - committedAt < QUIET_MS) {
          await writing;
          state = batch.live ? 'live' : 'catching-up';
          setTimeout(from.repeat, QUIET_MS).unref();
          continue;
        }
        meter.takes(batch.events);
        const ready = await patiently(signal, () => into.prepare(batch));
        await writing;
        writing = write(into, ready, batch.live, signal);
        writing.catch(() => from.stop()); // so that nobody waits for news first
      }
    } finally {
      await writing;
    }
  }

  const hold = () => store.hold(group, worker, intake && meter.state(intake.queued(), state === 'live'));

  /** Resolves when what the store says of this worker's partitions is no longer what the worker knows. */
  async function displaced(known: readonly Claim[], { at }: Applier, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(HOLD_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const turn = turns;
      const wasWorking = working;
      const claims = await hold().catch(() => undefined); // away: what may be written is judged by each commit
      if (!claims) continue;
      const isSame = claims.length === known.length && known.every((k) => claims.some((c) => c.partition === k.partition && c.epoch === k.epoch));
      const isIdle = !wasWorking && !working && turn === turns;
      if (!isSame || (isIdle && claims.some((c) => c.position !== at.get(c.partition)))) return;
    }
  }

  async function drive(claims: readonly Claim[], signal: AbortSignal): Promise<void> {
    const live = await patiently(signal, () => store.open(group, names));
    const views: readonly View[] = deps.views.filter(({ name }) => live.has(name));
    const parked = await patiently(signal, () => store.parked(views.map(({ name }) => name)));
    applier = makeApplier({ ...deps, views, streams: log }, claims, parked);
    meter.drops();
    state = 'catching-up';
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    intake = startIntake({ log, at: applier.at, size, everyMs: deps.everyMs ?? 10 });
    const reading = intake;
    const watching = displaced(claims, applier, until).finally(async () => {
      over.abort();
      await reading.stop();
    });
    try {
      await drain(intake, applier, until);
    } finally {
      over.abort();
      await Promise.all([watching, reading.stop()]);
      intake = undefined;
    }
  }

  /** What this worker may hold now; undefined when it stops before it has anything. */
  async function claim(signal: AbortSignal): Promise<readonly Claim[] | undefined> {
    await patiently(signal, () => store.open(group, names));
    while (!signal.aborted) {
      const claims = await patiently(signal, hold);
      await store.release(
        group,
        worker,
        claims.map(({ partition }) => partition),
      );
      if (claims.length > 0) return claims;
      state = 'standby';
      await sleep(HOLD_MS, undefined, { signal }).catch(() => {});
    }
    return undefined;
  }

  async function run(): Promise<void> {
    const { signal } = stopping;
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      try {
        const claims = await claim(signal);
        if (!claims) break;
        await drive(claims, signal);
        wait = FIRST_WAIT_MS;
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof Overtaken)) deps.onRetry?.(error);
        await sleep(wait, undefined, { signal }).catch(() => {});
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    }
    state = 'standby';
    await store.release(group, worker).catch(() => {});
  }
  const running = run();
  const progress = () => ({ state, position: applier && leastOf([...applier.at.values()]), ...meter.pace() });

  return {
    progress,
    status: () => ({
      group,
      ...progress(),
      partitions: applier?.at.size ?? 0,
      lagSeconds: meter.lagSeconds(intake?.queued() ?? []),
      ...meter.state(intake?.queued() ?? [], state === 'live'),
      views: names.map((view) => ({ view, parked: applier?.parked(view) ?? 0 })),
    }),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
