// Who goes next when there is more to do than the process does at once: deficit round robin over the tenants that wait, each request weighed
// by its cost. A tenant that sends a flood waits for itself: its queue is bounded, and once anybody else is there it holds only a few places, since
// what is under way cannot be overtaken.
import { HubError } from '#domain/kernel/errors.ts';

export type TurnSettings = {
  /** Requests under way at once. */
  readonly slots: number;
  /** How many of these one lane may hold while nobody else is there. */
  readonly most: number;
  /** How many it may hold, times its share, when another lane was active a moment ago. */
  readonly few: number;
  /** How many requests of one lane may wait. */
  readonly depth: number;
};
export const TURNS: TurnSettings = { slots: 48, most: 32, few: 3, depth: 512 };

export type Turns = {
  /** Throws `hub.busy` when the lane's queue is full: before a body is read that nobody has time for. */
  check(lane: string): void;
  /** Runs `work` when it is the lane's turn. `share`: turns it gets where others get one. */
  take<T>(lane: string, of: { cost: number; share: number }, work: () => Promise<T>): Promise<T>;
  /** Requests now waiting. */
  waiting(): number;
};
type Waiting = { readonly cost: number; readonly start: () => void };
/** `credit`: what the lane may still spend in this round. */
type Lane = { readonly queue: Waiting[]; credit: number; share: number };

/** What each lane may spend in a round, times its share: one ordinary command. */
const QUANTUM = 2;
/** How long somebody counts as being there. */
const CROWD_MS = 1_000;

export function makeTurns(settings: Partial<TurnSettings> = {}, now: () => number = () => performance.now()): Turns {
  const { slots, most, few, depth } = { ...TURNS, ...settings };
  /** In the order of their turns; a lane that has nothing to do is not there. */
  const lanes = new Map<string, Lane>();
  const running = new Map<string, number>();
  let total = 0;
  let waiting = 0;

  /** Who asked last, and who before them. */
  let latest = { name: '', at: Number.NEGATIVE_INFINITY };
  let before = latest;
  function seen(name: string): void {
    if (latest.name !== name) before = latest;
    latest = { name, at: now() };
  }
  const isCrowded = (name: string): boolean => (latest.name === name ? before : latest).at > now() - CROWD_MS;
  const mayRun = (name: string, share: number): boolean => (running.get(name) ?? 0) < (isCrowded(name) ? Math.min(most, few * share) : most);
  function began(name: string): void {
    total += 1;
    running.set(name, (running.get(name) ?? 0) + 1);
  }
  function ended(name: string): void {
    total -= 1;
    const left = running.get(name)! - 1;
    if (left > 0) running.set(name, left);
    else running.delete(name);
    next();
  }
  function toTheEnd(name: string, lane: Lane): void {
    lanes.delete(name);
    if (lane.queue.length > 0) lanes.set(name, lane);
  }
  /** Starts the first of the first lane that has credit and room; one that lacks credit gets its next ration and waits for the others. */
  function startOne(): boolean {
    for (const [name, lane] of lanes) {
      if (!mayRun(name, lane.share)) continue;
      const first = lane.queue[0]!;
      if (lane.credit < first.cost) {
        lane.credit += QUANTUM * lane.share;
        toTheEnd(name, lane);
        return true;
      }
      lane.queue.shift();
      lane.credit -= first.cost;
      waiting -= 1;
      if (lane.queue.length === 0) lanes.delete(name);
      began(name);
      first.start();
      return true;
    }
    return false;
  }
  function next(): void {
    while (total < slots && startOne());
  }

  async function run<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      ended(name);
    }
  }
  const check = (name: string): void => {
    if ((lanes.get(name)?.queue.length ?? 0) >= depth)
      throw new HubError('unavailable', 'hub.busy', 'There is more to do for this tenant than the hub can do now; try again.', { detail: { retryAfter: 1 } });
  };
  return {
    check,
    waiting: () => waiting,
    take: async (name, { cost, share }, work) => {
      seen(name);
      if (total < slots && mayRun(name, share) && !lanes.has(name)) {
        began(name);
        return run(name, work);
      }
      check(name);
      const lane = lanes.get(name) ?? { queue: [], credit: 0, share };
      lane.share = share;
      lanes.set(name, lane);
      waiting += 1;
      await new Promise<void>((start) => void lane.queue.push({ cost, start }));
      return run(name, work);
    },
  };
}
