// The public part of the ledger: tiles, bundles and checkpoints as files that never change once they are there, but for `checkpoint`.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HubError } from '#domain/kernel/errors.ts';
import { tilePath } from '#projections/ledger/tiles.ts';

/** Durable, and whole or not there. */
async function put(path: string, bytes: Buffer | string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(aside, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
}

export function makeFiles(folder: string) {
  const at = (name: string, path: string) => join(folder, name, path);
  return {
    folder,
    /** A file that may never change. Writing it again is nothing; other bytes are refused. */
    async keep(name: string, path: string, bytes: Buffer): Promise<void> {
      const file = at(name, path);
      if (!existsSync(file)) return put(file, bytes);
      if (!(await readFile(file)).equals(bytes))
        throw new HubError('bug', 'ledger.tile-differs', `${file} is there already and differs; nothing more is signed.`);
    },
    replace: (name: string, path: string, bytes: string) => put(at(name, path), bytes),
    /** Unfinished forms of a tile that is full now. */
    drop: (name: string, path: string) => rm(`${at(name, path)}.p`, { recursive: true, force: true }),
    /** A whole tile or bundle. */
    read: (name: string, level: number | 'entries', index: number): Buffer => readFileSync(at(name, tilePath(level, index))),
  };
}
export type Files = ReturnType<typeof makeFiles>;
