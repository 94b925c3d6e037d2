// Long work in turns, so that the process gets on with its sockets meanwhile: what is being written goes out while the next is prepared.
import { setImmediate } from 'node:timers/promises';

const LONGEST_MS = 5;

/** To be awaited wherever the work may pause; pauses only after some milliseconds of it. */
export function makeBreath(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_MS) return;
    await setImmediate();
    since = performance.now();
  };
}
