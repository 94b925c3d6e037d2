// One client: first what it missed, then what comes, each event once and in order.
//
// While it catches up it reads the feed itself and ignores the room. It may listen to the room once a read that began after the
// room's last delivery has found nothing more: then every delivered row was committed before that read, so none can be missing.
// A client that does not take its events as fast as they come goes back to catching up: then nothing waits in memory for it.
import type { Position } from '#domain/kernel/envelope.ts';
import type { FeedRow } from './feed.ts';
import type { Hears } from './hearing.ts';

export type ListenerPorts = {
  readonly readAfter: (after: Position, limit: number) => Promise<readonly FeedRow[]>;
  /** The position of the last row the room has handed to its listeners. */
  readonly delivered: () => Position;
  /** Where a client starts that has seen nothing. */
  readonly present: () => Position;
  /** Asked after a read: whether the feed still had every row beyond the position then. */
  readonly keeps: (position: Position) => Promise<boolean>;
  readonly send: (row: FeedRow) => void;
  /** It was too far behind: the client fetches everything anew, and hears what comes after the position. */
  readonly skip: (to: Position) => void;
  /** Whether as much waits for the client as may wait. */
  readonly full: () => boolean;
  /** Resolves when the client can take more; rejects when it is gone. */
  readonly drained: () => Promise<void>;
  /** Called once, when the client cannot keep up or something failed; it is expected to come back with its cursor. */
  readonly drop: (reason: 'slow' | 'failed') => void;
};
export type Listener = {
  readonly id: string;
  /** Whether the row is to be delivered now, before anything else is. What is decided later it sends itself. */
  hear(row: FeedRow): boolean;
  /** The position of the last row it has heard or passed over. */
  reached(): Position;
  /** Resolves when it is level with the room and live. */
  catchUp(): Promise<void>;
  stop(): void;
};

const PAGE = 500;
/** Rows to be brought one by one; beyond that, fetching the views is less work for everybody. */
export const MOST_MISSED = 5_000;
const MOST_UNDECIDED = 1_000;

/** Hears what comes after `from`, of that what `hears` answers yes to. */
export function makeListener(id: string, from: Position, hears: Hears, ports: ListenerPorts, mostMissed = MOST_MISSED): Listener {
  let reached = from;
  let live = false;
  const gone = new AbortController();
  let undecided = 0;
  let decided: Promise<void> = Promise.resolve();

  const isOpen = () => !gone.signal.aborted;
  const stop = () => gone.abort();
  const drop = (reason: 'slow' | 'failed') => {
    if (!isOpen()) return;
    stop();
    ports.drop(reason);
  };
  const sendIf = (yes: boolean, row: FeedRow) => {
    if (yes && isOpen()) ports.send(row);
  };

  /** Answers whether to send it now. */
  function take(row: FeedRow): boolean {
    reached = row.position;
    const verdict = hears(row);
    if (typeof verdict === 'boolean' && undecided === 0) return verdict;
    const settled = Promise.resolve(verdict);
    settled.catch(() => undefined); // handled below, once it is this row's turn
    undecided += 1; // a row behind an undecided one waits for it, so that order holds
    decided = decided
      .then(() => settled)
      .then((yes) => sendIf(yes, row))
      .catch(() => drop('failed'))
      .finally(() => {
        undecided -= 1;
      });
    if (undecided > MOST_UNDECIDED) drop('slow');
    return false;
  }

  /** One page; answers whether there was nothing more. */
  async function catchUpOnce(missed: { rows: number }): Promise<boolean> {
    await decided; // nothing may come after a skip that was heard before it
    await ports.drained().catch(() => drop('slow'));
    if (!isOpen()) return true;
    const level = ports.delivered();
    const rows = await ports.readAfter(reached, PAGE);
    const isWhole = await ports.keeps(reached);
    if (!isOpen()) return true;
    missed.rows += rows.length;
    if (!isWhole || missed.rows > mostMissed) {
      reached = ports.present();
      missed.rows = 0;
      ports.skip(reached);
      return false;
    }
    for (const row of rows) sendIf(take(row), row);
    live = rows.length < PAGE && ports.delivered() === level;
    return live;
  }

  async function catchUp(): Promise<void> {
    live = false;
    try {
      for (const missed = { rows: 0 }; !(await catchUpOnce(missed)); );
    } catch {
      drop('failed');
    }
  }

  return {
    id,
    reached: () => reached,
    hear: (row) => {
      if (!live || !isOpen() || row.position <= reached) return false;
      if (!ports.full()) return take(row);
      void catchUp();
      return false;
    },
    catchUp,
    stop,
  };
}
