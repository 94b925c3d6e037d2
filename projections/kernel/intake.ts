// What a worker has read of the log and not yet applied, by partition, so that a burst of one tenant waits behind itself and not before others.
//
// All partitions share one read. A partition whose queue is full leaves it and shares a second read with others like it, which waits for
// room; once that read is where the first is, they join again.
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { LogReader } from '#domain/kernel/event-store.ts';
import { leastOf, partitionOf } from './partition.ts';

type Lane = { queue: Recorded[]; seen: Position | undefined; behind: boolean };
export type Taken = {
  /** In the log's order within each partition. */
  readonly events: readonly Recorded[];
  /** Where each partition stands once these are applied. */
  readonly reached: ReadonlyMap<number, Position>;
  /** Nothing is left to be read. */
  readonly live: boolean;
};
export type Intake = {
  /** Up to about `size` events, a fair share from each partition. Resolves when there is news, also of the mere end of the log; undefined once stopped. */
  next(size: number): Promise<Taken | undefined>;
  /** Lets `next` resolve once more, also when nothing is new: for whoever did not act on what it said. */
  repeat(): void;
  /** Events read and not taken yet. */
  queued(): readonly Recorded[];
  stop(): Promise<void>;
};
export type IntakeOptions = {
  readonly log: Pick<LogReader, 'follow'>;
  readonly at: ReadonlyMap<number, Position | undefined>;
  readonly size: number;
  readonly everyMs: number;
};

/** Events that one partition may have waiting. */
const MOST = 1000;

/** Something may have changed: whoever waits looks again. */
function makeBell(): { ring(): void; rung(): Promise<void> } {
  let heard = Promise.withResolvers<void>();
  return {
    ring: () => {
      heard.resolve();
      heard = Promise.withResolvers<void>();
    },
    rung: () => heard.promise,
  };
}
const isNew = (event: Recorded, { seen }: Lane) => seen === undefined || event.position > seen;

export function startIntake({ log, at, size, everyMs }: IntakeOptions): Intake {
  const newest = [...at.values()].reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
  const lanes = new Map<number, Lane>([...at].map(([partition, seen]) => [partition, { queue: [], seen, behind: seen !== newest }]));
  const all = [...lanes.values()];
  const stopping = new AbortController();
  const { signal } = stopping;
  const [news, room] = [makeBell(), makeBell()];
  let live = false;
  let passed = newest ?? -1n; // the last event that the shared read has seen
  let failure: unknown;
  let unheard = false;

  const waiting = (some: readonly Lane[]) => some.reduce((sum, { queue }) => sum + queue.length, 0);
  const behind = () => all.filter((lane) => lane.behind);
  async function roomFor(some: () => readonly Lane[]): Promise<void> {
    while (!signal.aborted && waiting(some()) > MOST) await room.rung();
  }

  /** Hands the events of a batch to those lanes that take part. */
  function hand(events: readonly Recorded[], position: Position, isBehind: boolean): void {
    for (const event of events) {
      const lane = lanes.get(partitionOf(event.meta.tenant));
      if (lane?.behind === isBehind && isNew(event, lane)) lane.queue.push(event);
    }
    for (const lane of all) if (lane.behind === isBehind && (lane.seen === undefined || lane.seen < position)) lane.seen = position;
    unheard = true;
    news.ring();
  }

  async function readShared(): Promise<void> {
    let wasLive = false;
    for await (const batch of log.follow({ after: newest, size, everyMs, signal })) {
      hand(batch.events, batch.position, false);
      passed = batch.events.at(-1)?.position ?? passed;
      live = batch.live;
      wasLive ||= live;
      if (!wasLive) await roomFor(() => all.filter((lane) => !lane.behind));
      else for (const lane of all) lane.behind ||= lane.queue.length > MOST;
      if (behind().length > 0) room.ring();
    }
  }

  /** Until those that are behind have what the shared read has passed. */
  async function readBehind(until: AbortSignal): Promise<void> {
    const after = leastOf(behind().map(({ seen }) => seen));
    for await (const batch of log.follow({ after, size, everyMs, signal: until })) {
      hand(batch.events, batch.position, true);
      await roomFor(behind);
      if (batch.position < passed) continue;
      for (const lane of behind()) lane.behind = false;
      unheard = true; // that all are level again is news, also when their last event was taken long before
      news.ring();
      return;
    }
  }
  async function keepReadingBehind(): Promise<void> {
    while (!signal.aborted) {
      if (behind().length === 0) await room.rung();
      else {
        const over = new AbortController();
        await readBehind(AbortSignal.any([signal, over.signal])).finally(() => over.abort());
      }
    }
  }

  const reading = Promise.all(
    [readShared(), keepReadingBehind()].map((read) =>
      read.catch((error: unknown) => {
        failure ??= error;
        stopping.abort();
        news.ring();
        room.ring();
      }),
    ),
  );

  function take(most: number): Taken {
    const full = all.filter(({ queue }) => queue.length > 0).length;
    const share = Math.max(1, Math.ceil(most / Math.max(1, full)));
    const events: Recorded[] = [];
    const reached = new Map<number, Position>();
    for (const [partition, lane] of lanes) {
      const taken = lane.queue.splice(0, share);
      events.push(...taken);
      const to = lane.queue.length > 0 ? taken.at(-1)?.position : lane.seen;
      if (to !== undefined) reached.set(partition, to);
    }
    room.ring();
    return { events, reached, live: live && all.every((lane) => !lane.behind && lane.queue.length === 0) };
  }

  return {
    async next(most) {
      while (!unheard && !signal.aborted && waiting(all) === 0) await news.rung();
      if (failure !== undefined) throw failure;
      if (signal.aborted) return undefined;
      unheard = false;
      return take(most);
    },
    repeat: () => {
      unheard = true;
      news.ring();
    },
    queued: () => all.flatMap(({ queue }) => queue),
    stop: async () => {
      stopping.abort();
      news.ring();
      room.ring();
      await reading;
    },
  };
}
