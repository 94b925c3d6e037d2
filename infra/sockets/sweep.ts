// Takes back, for processes that died, that their devices are here. A device that has come back elsewhere has another connection by then,
// and the rules let only the current one be lost.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { ConnectionBook, Left } from './connection-book.ts';
import { deviceStream } from './presence.ts';

const PAGE = 200;
export type SweepDeps = {
  readonly book: Pick<ConnectionBook, 'beat' | 'left' | 'settle'>;
  readonly dispatch: Dispatch;
  readonly onTrouble: (error: unknown) => void;
  readonly everyMs?: number;
};

/** Says at once and then regularly that this process lives, and looks for those that do not. */
export function startSweep({ book, dispatch, onTrouble, everyMs = 15_000 }: SweepDeps): { close(): Promise<void> } {
  let closed = false;
  async function takeBack(left: Left): Promise<void> {
    const { device, connection } = left;
    const cause = { id: `LoseDevice:${connection}`, correlationId: connection, actor: { id: 'live', kind: 'system', role: 'live' } as const };
    await dispatch(deviceStream(device), { type: 'LoseDevice', data: { connectionId: connection } }, cause);
    await book.settle(left);
  }
  async function round(): Promise<void> {
    await book.beat();
    for (let found = await book.left(PAGE); found.length > 0 && !closed; found = found.length < PAGE ? [] : await book.left(PAGE))
      for (const left of found) if (!closed) await takeBack(left);
  }
  let running = round().catch(onTrouble);
  const timer = setInterval(() => {
    running = running.then(round).catch(onTrouble);
  }, everyMs);
  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
