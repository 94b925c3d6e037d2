// How far each group of views is, as a process that only reads sees it: by notices, and by asking when a notice may have been missed.
import type { Position } from '#domain/kernel/envelope.ts';
import { blaming } from './faults.ts';
import { listen } from './listen.ts';
import type { Pool } from './pool.ts';
import { CHANNEL } from './view-store.ts';

export type ViewProgress = {
  readonly group: string;
  readonly view: string;
  readonly position: Position | undefined;
  readonly eventAt: Date | undefined;
  readonly updatedAt: Date;
  readonly parked: number;
};
export type Progress = {
  readonly ready: Promise<void>;
  /** Where the group's slowest view stands, as far as this process knows. */
  positionOf(group: string): Position | undefined;
  views(): Promise<ViewProgress[]>;
  /** Whether the group reached `position` within `ms`. */
  waitFor(group: string, position: Position, ms: number): Promise<boolean>;
  /** Called after each move of a group, and after each reconnection. Answers how to stop. */
  onMove(call: (group: string, position: Position) => void): () => void;
  close(): Promise<void>;
};
type Row = { group: string; view: string; position: Position | null; event_at: Date | null; updated_at: Date; parked: number };
const ASK_AGAIN_MS = 1000; // a notice lost with its connection costs at most this

/** `url` and `pool` sign in as the application. */
export function makeProgress({ url, pool }: { url: string; pool: Pool }): Progress {
  const known = new Map<string, Position>();
  const calls = new Set<(group: string, position: Position) => void>();

  function moved(group: string, position: Position): void {
    if ((known.get(group) ?? -1n) >= position) return;
    known.set(group, position);
    for (const call of calls) call(group, position);
  }

  async function views(): Promise<ViewProgress[]> {
    const { rows } = await blaming(pool.query<Row>('select "group", view, position, event_at, updated_at, parked from checkpoints order by 1, 2'));
    return rows.map((r) => ({ ...r, position: r.position ?? undefined, eventAt: r.event_at ?? undefined, updatedAt: r.updated_at }));
  }

  async function ask(): Promise<void> {
    const groups = Map.groupBy(await views(), ({ group }) => group);
    for (const [group, all] of groups) {
      const positions = all.map(({ position }) => position);
      if (positions.every((p) => p !== undefined))
        moved(
          group,
          positions.reduce((a, b) => (a < b ? a : b)),
        );
    }
  }

  /** A notice below what was known means that a view is being made again. */
  const heard = (payload: string) => {
    const { group, position } = JSON.parse(payload) as { group: string; position: string };
    if (BigInt(position) < (known.get(group) ?? -1n)) known.delete(group);
    moved(group, BigInt(position));
  };
  /** A server that crashed may have lost its last commits, so nothing heard before still counts. */
  const heardAnew = () => {
    known.clear();
    void ask().catch(() => {});
  };
  const listener = listen(url, CHANNEL, { onNotice: heard, onListening: heardAnew });

  const waitFor = (group: string, position: Position, ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      const reached = () => (known.get(group) ?? -1n) >= position;
      if (reached()) return resolve(true);
      const finish = () => {
        clearTimeout(timer);
        clearInterval(asking);
        calls.delete(look);
        resolve(reached());
      };
      const look = () => reached() && finish();
      const timer = setTimeout(finish, ms);
      const asking = setInterval(() => void ask().catch(() => {}), ASK_AGAIN_MS);
      calls.add(look);
      void ask().catch(() => {});
    });

  return {
    ready: listener.ready,
    positionOf: (group) => known.get(group),
    views,
    waitFor,
    onMove: (call) => {
      calls.add(call);
      return () => calls.delete(call);
    },
    close: () => listener.close(),
  };
}
