// A small disk of its own for everything the hub keeps, so that it can be full. It needs the right to mount; where that is missing there is none.
import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Disk = { fill(): void; free(): void; remove(): void };
const SIZE = '3g';
const CHUNK = 4 * 1024 * 1024;

/** Mounts a disk of 3 GB in memory on `folder`; undefined when this user may not. */
export function makeDisk(folder: string): Disk | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0755`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  const free = () => rmSync(ballast, { recursive: true, force: true });
  return {
    free,
    fill() {
      const chunk = Buffer.alloc(CHUNK);
      try {
        for (;;) {
          const { bavail, bsize } = statfsSync(folder);
          if (bavail === 0) return;
          writeFileSync(ballast, chunk.subarray(0, Math.min(CHUNK, bavail * bsize)), { flag: 'a' });
        }
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error;
      }
    },
    remove: () => {
      free();
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
    },
  };
}
