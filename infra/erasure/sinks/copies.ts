// Copies that end by themselves: keys in the memory of processes, what services keep for each other, backups of the keys.
import { setTimeout as sleep } from 'node:timers/promises';
import { KEY_BOUND_MS } from '#infra/sealing/key-watch.ts';
import type { Sink } from '../sink.ts';

const DAY_MS = 86_400_000;
/** The longest that a context is kept. */
const CONTEXT_MS = DAY_MS;

/** `keyBackupDays`: how long backups of the keys' database are kept; 0: there are none. */
export function copySinks({ keyBackupDays, now }: { keyBackupDays: number; now: () => Date }): Sink[] {
  const inMs = (ms: number) => new Date(now().getTime() + ms).toISOString();
  return [
    {
      name: 'process-memory',
      holds: 'keys in use, and values opened with them',
      async erase() {
        await sleep(KEY_BOUND_MS); // a process that was not told knows by then
        return { found: 0 };
      },
    },
    {
      name: 'context-cache',
      holds: 'what a tenant’s services tell each other, encrypted, for a day at most',
      erase: async () => ({ found: 0, expiresAt: inMs(CONTEXT_MS) }),
    },
    {
      name: 'key-backup',
      holds: 'the person’s keys in backups of the keys’ database; in all other backups only what those keys open',
      erase: async () => (keyBackupDays > 0 ? { found: 0, expiresAt: inMs(keyBackupDays * DAY_MS) } : { found: 0 }),
    },
  ];
}
