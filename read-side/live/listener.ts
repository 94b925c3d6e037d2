// One client: first what it missed, then what comes, each event once and in order.
//
// While it catches up it reads the feed itself and ignores the room. It may listen to the room once a read that began after the
// room's last delivery has found nothing more: then every delivered row was committed before that read, so none can be missing.
import type { Position } from '#domain/kernel/envelope.ts';
import type { FeedRow } from './feed.ts';
import type { Hears } from './hearing.ts';

export type ListenerPorts = {
  readonly readAfter: (after: Position, limit: number) => Promise<readonly FeedRow[]>;
  /** The position of the last row the room has handed to its listeners. */
  readonly delivered: () => Position;
  /** Where a client starts that has seen nothing. */
  readonly present: () => Position;
  readonly send: (row: FeedRow) => void;
  /** It was too far behind: the client fetches everything anew, and hears what comes after the position. */
  readonly skip: (to: Position) => void;
  /** Resolves when the client can take more; rejects when it is gone. */
  readonly drained: () => Promise<void>;
  /** Called once, when the client cannot keep up or something failed; it is expected to come back with its cursor. */
  readonly drop: (reason: 'slow' | 'failed') => void;
};
export type Listener = {
  hear(row: FeedRow): void;
  /** Resolves when it is level with the room and live. */
  catchUp(): Promise<void>;
  /** Rights may change during a connection. */
  become(hears: Hears): void;
  stop(): void;
};

const PAGE = 500;
/** Rows to be brought one by one; beyond that, fetching the views is less work for everybody. */
export const MOST_MISSED = 5_000;
const MOST_UNDECIDED = 1_000;

/** Hears what comes after `from`. */
export function makeListener(from: Position, firstHears: Hears, ports: ListenerPorts, mostMissed = MOST_MISSED): Listener {
  let hears = firstHears;
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

  function take(row: FeedRow): void {
    reached = row.position;
    const verdict = hears(row);
    if (typeof verdict === 'boolean' && undecided === 0) return sendIf(verdict, row);
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
  }

  async function catchUp(): Promise<void> {
    for (let missed = 0; isOpen(); ) {
      const level = ports.delivered();
      const rows = await ports.readAfter(reached, PAGE);
      if (!isOpen()) return;
      missed += rows.length;
      if (missed > mostMissed) {
        reached = ports.present();
        missed = 0;
        ports.skip(reached);
        continue;
      }
      for (const row of rows) take(row);
      if (rows.length < PAGE && ports.delivered() === level) {
        live = true;
        return;
      }
      await decided;
      await ports.drained();
    }
  }

  return {
    hear: (row) => {
      if (live && isOpen() && row.position > reached) take(row);
    },
    catchUp: () => catchUp().catch(() => drop('failed')),
    become: (next) => {
      hears = next;
    },
    stop,
  };
}
