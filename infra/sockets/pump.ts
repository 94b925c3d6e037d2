// Hands on new rows of the feed, one reader for the whole process however many sockets there are.
import type { Position } from '#domain/kernel/envelope.ts';
import { partitionOf } from '#projections/kernel/partition.ts';
import type { Feed, FeedRow } from '#read-side/live/feed.ts';

export type Pump = {
  /** Where a client of this tenant starts that has no cursor. */
  position(tenant: string): Position;
  /** There may be something new. Cheap; calls while it reads are folded into one more read. */
  poke(): void;
  stop(): Promise<void>;
};
const PAGE = 1_000;

/** Starts at the present. `everyMs` bounds how late an event can be when a notice is lost. */
export async function startPump(
  feed: Feed,
  hand: (rows: readonly FeedRow[]) => void,
  options: { everyMs: number; onTrouble: (error: unknown) => void },
): Promise<Pump> {
  let marks = await feed.present();
  let wanted = false;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (wanted && !stopping.signal.aborted) {
      wanted = false;
      const { rows, marks: next } = await feed.after(marks, PAGE);
      marks = next;
      hand(rows);
      wanted ||= rows.length === PAGE;
    }
  }
  const poke = () => {
    wanted = true;
    if (stopping.signal.aborted) return;
    running ??= drain()
      .catch(options.onTrouble) // the next poke tries again from the same marks
      .finally(() => {
        running = undefined;
        if (wanted) setImmediate(poke);
      });
  };
  const timer = setInterval(poke, options.everyMs);
  return {
    position: (tenant) => marks.get(partitionOf(tenant)) ?? 0n,
    poke,
    stop: async () => {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}
