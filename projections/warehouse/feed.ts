// Feeds the warehouse from the log: cut a range, write it down, insert its rows, close it. Nothing is skipped; what fails is tried again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { LogReader } from '#domain/kernel/event-store.ts';
import type { Open, TenantDigest } from '#domain/kernel/sealing.ts';
import { makeBlocks } from './block.ts';
import { type Delivery, makeDelivery } from './deliver.ts';
import { type Filling, filled } from './filling.ts';
import { makeFlights } from './flights.ts';
import type { LogEvent } from './fold.ts';
import type { Ledger, Range } from './ledger.ts';
import type { Warehouse } from './ports.ts';
import { readRange } from './read-range.ts';
import { FEED_VERSION } from './schema.ts';
import { orSilence } from './silence.ts';

/** `position`: everything up to it is in the warehouse. `lag`: log positions (bytes of log) between it and `head`; 0 when level. */
export type FeedStatus = {
  readonly position?: Position;
  readonly head?: Position;
  readonly lag: bigint;
  /** Why the feed is waiting to try again; undefined when it is not. */
  readonly fault?: string;
};
export type WarehouseFeed = {
  /** Works until `signal` aborts. Errors are kept in `status` and tried again, so it rejects only when aborted work does. */
  run(signal: AbortSignal): Promise<void>;
  status(): Promise<FeedStatus>;
};
export type FeedDeps = {
  readonly log: LogReader;
  readonly client: Warehouse;
  readonly ledger: Ledger;
  readonly open: Open;
  readonly digest: TenantDigest;
  /** Today's shape of an older event. */
  readonly upcast?: (event: LogEvent) => LogEvent;
  readonly onFault?: (fault: unknown) => void;
  /** Events of a block at most, and the least time from one live block to the next. */
  readonly size?: number;
  readonly everyMs?: number;
  /** So long another feed may cut nothing before this one, which stands by, takes its place. */
  readonly standbyMs?: number;
  readonly version?: number;
};

/** Another feed has cut this part of the log. */
class OtherFeed extends Error {}
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** While it catches up it waits so long for a range to become full: the engine likes few large blocks. What is live never waits. */
const FILL_MS = 3000;
/** Events read, opened and made into bytes at once: what is alive meanwhile is small, and other work of the process gets its turn. */
const PIECE = 500;
/** Ranges on their way at once: the engine works on them while the next is read and opened. */
const AHEAD = 2;

export function makeWarehouseFeed({ log, client, ledger, open, digest, upcast = (event) => event, onFault, ...given }: FeedDeps): WarehouseFeed {
  const { size = 10_000, everyMs = 1000, standbyMs = 5000, version = FEED_VERSION } = given;
  const piece = Math.min(PIECE, size);
  const delivery: Delivery = makeDelivery({ client, version });
  const blocks = makeBlocks({ open, digest });
  const blockOf = (events: readonly LogEvent[]) => blocks(events.map(upcast));
  let seen: Position | undefined;
  let fault: string | undefined;

  /** A range whose rows may be in the warehouse, in part or not at all: exactly its events are read and delivered again. */
  async function resume(range: Range, signal: AbortSignal): Promise<void> {
    const events: LogEvent[] = [];
    for await (const part of readRange(log, range, signal)) events.push(...part);
    signal.throwIfAborted();
    if (events.length !== range.events)
      throw new HubError('bug', 'warehouse.range-changed', `the log holds ${events.length} events where ${range.events} were cut, up to ${range.upTo}`);
    await delivery.again(range, await blockOf(events));
    await ledger.finish(range);
  }

  /** The range is on record when this resolves; `done` when its rows are in the warehouse. */
  async function launch({ upTo, events, block }: Filling, after: Position | undefined): Promise<{ done: Promise<void> }> {
    const range = { after, upTo, events };
    if (!(await ledger.cut(range))) throw new OtherFeed();
    return { done: delivery.once(range, block).then(() => ledger.finish(range)) };
  }

  /** From the ledger's end to wherever the log, the warehouse or the signal stops it. Ranges are delivered while the next are read. */
  async function work(signal: AbortSignal, progressed: () => void): Promise<void> {
    for (const range of await ledger.unfinished()) await resume(range, signal);
    let after = (await ledger.ends()).cut;
    let filling: Filling | undefined;
    const flights = makeFlights(AHEAD, signal);
    const fillMs = () => filling && filling.since + FILL_MS - performance.now();
    const follow = (until: AbortSignal) => log.follow({ after, size: piece, signal: until });
    try {
      for await (const batch of orSilence(follow, flights.signal, fillMs)) {
        const next = performance.now() + everyMs;
        if (batch && batch.events.length > 0) filling = filled(filling, batch.events, await blockOf(batch.events), performance.now());
        const cuts = filling && (!batch || batch.live || filling.events > size - piece || fillMs()! <= 0);
        if (filling && cuts) {
          await flights.room();
          flights.add((await launch(filling, after)).done.then(progressed));
          [after, filling] = [filling.upTo, undefined];
        }
        if (!batch) continue;
        if (batch.live) await flights.all();
        if (flights.isEmpty() && !filling) seen = batch.position;
        if (batch.live && cuts) await sleep(Math.max(0, next - performance.now()), undefined, { signal }); // few large parts, not many small ones
      }
    } finally {
      await flights.landed();
    }
    flights.signal.throwIfAborted();
  }

  /** Until whoever is at work has cut nothing for a while: then it is at rest or dead, and the next cut shows which. */
  async function standBy(signal: AbortSignal): Promise<void> {
    let [last, since] = [(await ledger.ends()).cut, performance.now()];
    while (performance.now() - since < standbyMs) {
      await sleep(standbyMs / 5, undefined, { signal });
      const { cut } = await ledger.ends();
      if (cut !== last) [last, since] = [cut, performance.now()];
    }
  }

  return {
    async run(signal) {
      let wait = FIRST_WAIT_MS;
      while (!signal.aborted) {
        try {
          await work(signal, () => {
            wait = FIRST_WAIT_MS;
            fault = undefined;
          });
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof OtherFeed) {
            wait = FIRST_WAIT_MS;
            await standBy(signal).catch(() => {});
          } else {
            fault = error instanceof Error ? error.message : String(error);
            onFault?.(error);
          }
        }
        await sleep(wait, undefined, { signal }).catch(() => {});
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    },
    async status() {
      const [{ fed }, head] = await Promise.all([ledger.ends(), log.head()]);
      const level = head === undefined || (fed !== undefined && fed >= head) || (seen !== undefined && seen >= head);
      return { position: fed, head, lag: level ? 0n : head - (fed ?? 0n), fault };
    },
  };
}
