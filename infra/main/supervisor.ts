// Keeps children running: a child that ends without being asked is started again, with growing patience, and each restart is told.
import { setTimeout as sleep } from 'node:timers/promises';

/** A running child: an embedded engine or a role. `exited` resolves with its exit code, null when a signal ended it. */
export type Child = { readonly pid: number; readonly exited: Promise<number | null>; stop(): Promise<void> };
export type Kept<C extends Child> = { current(): C; stop(): Promise<void> };
export type Tell = (event: { child: string; what: 'exited' | 'restarted' | 'failed'; detail: string }) => void;

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** A child that ran this long counts as healthy again. */
const HEALTHY_MS = 30_000;

/** Starts `name` and keeps it running until `stop`. The first start's failure is the caller's; later ones are told and retried for ever. */
export async function keepRunning<C extends Child>(name: string, start: () => Promise<C>, tell: Tell): Promise<Kept<C>> {
  let child = await start();
  let stopping = false;
  let wait = FIRST_WAIT_MS;
  const restart = async (): Promise<void> => {
    while (!stopping) {
      await sleep(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      if (stopping) return;
      try {
        child = await start();
        tell({ child: name, what: 'restarted', detail: `pid ${child.pid}` });
        return;
      } catch (error) {
        tell({ child: name, what: 'failed', detail: error instanceof Error ? error.message : String(error) });
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (!stopping) {
      const since = performance.now();
      const code = await child.exited;
      if (stopping) return;
      if (performance.now() - since > HEALTHY_MS) wait = FIRST_WAIT_MS;
      tell({ child: name, what: 'exited', detail: code === null ? 'by a signal' : `with code ${code}` });
      await restart();
    }
    await child.stop(); // stopped while a restart was under way
  };
  const watching = watch();
  return {
    current: () => child,
    stop: async () => {
      stopping = true;
      await child.stop();
      await watching;
    },
  };
}
