// One read of the log drives all views of a group. Rows and checkpoints move together, so an event counts exactly once however often the
// process is killed; a second runner waits for the lease, and if it ever ran at the same time, the checkpoints would refuse it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { Batch, LogReader } from '#domain/kernel/event-store.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Open } from '#domain/kernel/sealing.ts';
import { type Applier, makeApplier, Overtaken } from './batch.ts';
import { keyOf } from './hot-rows.ts';
import type { Lease, ViewStore } from './ports.ts';
import type { View } from './projection.ts';

export type RunnerDeps = {
  readonly group: string;
  readonly views: readonly View[];
  readonly log: Pick<LogReader, 'follow'>;
  readonly store: ViewStore;
  readonly open: Open;
  readonly now: () => Date;
  /** Turns an event of an older schema into today's shape. */
  readonly upcast?: (event: Recorded) => Recorded;
  readonly size?: number;
  readonly everyMs?: number;
  /** Told about each failure that is being retried. */
  readonly onRetry?: (error: unknown) => void;
};
export type RunnerStatus = {
  readonly group: string;
  /** standby: another process runs the group. */
  readonly state: 'standby' | 'catching-up' | 'live' | 'waiting';
  /** Where the view that is furthest behind stands. */
  readonly position: Position | undefined;
  /** Age of the oldest event not yet in the views; 0 when there is none. */
  readonly lagSeconds: number;
  readonly views: readonly { readonly view: string; readonly position: Position | undefined; readonly parked: number }[];
};
export type Runner = { status(): RunnerStatus; stop(): Promise<void> };

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;
/** How long it stays unnoticed, while nothing happens, that checkpoints were taken away: a view is to be made again, or a backup came back. */
const LOOK_MS = 1000;
/** How often a checkpoint moves over a log in which nothing concerns the views. */
const QUIET_MS = 1000;

const leastOf = (at: ReadonlyMap<string, Position | undefined>): Position | undefined =>
  [...at.values()].reduce((least, position) => (least === undefined || position === undefined ? undefined : position < least ? position : least));

/** Starts at once and runs until `stop`, which lets the batch in hand finish. */
export function startRunner(deps: RunnerDeps): Runner {
  const { group, views, log, store, now } = deps;
  const names = views.map((view) => view.name);
  const stopping = new AbortController();
  let applier: Applier | undefined;
  let state: RunnerStatus['state'] = 'standby';
  let oldestUnseen: Date | undefined;
  let committedAt = 0;
  let turns = 0;
  let working = false;

  /** Repeats until it works or the runner stops; only what may pass is repeated. */
  async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS))
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof HubError && error.kind === 'unavailable') || signal.aborted) throw error;
        state = 'waiting';
        deps.onRetry?.(error);
        await sleep(wait, undefined, { signal });
      }
  }

  async function take(batch: Batch, by: Applier, signal: AbortSignal): Promise<void> {
    const quiet = batch.events.length === 0;
    if (!quiet || now().getTime() - committedAt >= QUIET_MS) {
      oldestUnseen = batch.events[0]?.recordedAt;
      const events = deps.upcast ? batch.events.map(deps.upcast) : batch.events;
      working = true;
      await patiently(signal, () => by.apply({ events, reached: batch.position })).finally(() => {
        turns += 1;
        working = false;
      });
      committedAt = now().getTime();
    }
    state = batch.live ? 'live' : 'catching-up';
    oldestUnseen = batch.live ? undefined : batch.events.at(-1)?.recordedAt;
  }

  /** Resolves when the store's checkpoints are no longer where this runner left them, although it is idle. */
  async function displaced({ at }: Applier, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
      const turn = turns;
      if (working || signal.aborted) continue;
      const stored = await store.checkpoints(group, names).catch(() => undefined);
      const isSame = stored === undefined || [...at].every(([view, position]) => stored.get(view) === position);
      if (!isSame && turn === turns && !working) return;
    }
  }

  async function drive(signal: AbortSignal): Promise<void> {
    const at = await patiently(signal, () => store.checkpoints(group, names));
    const held = new Map(names.map((name) => [name, new Set<string>()]));
    for (const { view, tenant, key } of await patiently(signal, () => store.parked(group))) held.get(view)?.add(keyOf({ tenant, id: key }));
    applier = makeApplier(deps, at, held);
    state = 'catching-up';
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const watching = displaced(applier, until).finally(() => over.abort());
    try {
      for await (const batch of log.follow({ after: leastOf(at), size: deps.size ?? 500, everyMs: deps.everyMs ?? 10, signal: until })) {
        await take(batch, applier, until);
        if (until.aborted) return;
      }
    } finally {
      over.abort();
      await watching;
    }
  }

  async function run(): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!stopping.signal.aborted) {
      let lease: Lease | undefined;
      try {
        lease = await store.lease(group, stopping.signal);
        if (!lease) return;
        await drive(AbortSignal.any([stopping.signal, lease.lost]));
        wait = FIRST_WAIT_MS;
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (!(error instanceof Overtaken)) deps.onRetry?.(error);
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {});
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      } finally {
        state = 'standby';
        await lease?.release().catch(() => {});
      }
    }
  }
  const running = run();

  return {
    status: () => ({
      group,
      state,
      position: applier && leastOf(applier.at),
      lagSeconds: oldestUnseen ? Math.max(0, (now().getTime() - oldestUnseen.getTime()) / 1000) : 0,
      views: names.map((view) => ({ view, position: applier?.at.get(view), parked: applier?.parked.get(view) ?? 0 })),
    }),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
