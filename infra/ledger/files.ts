// The public part of the ledger: tiles, bundles and checkpoints as files that never change once they are there, but for `checkpoint`.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HubError } from '#domain/kernel/errors.ts';
import { tilePath } from '#projections/ledger/tiles.ts';

export function makeFiles(folder: string) {
  const made = new Set<string>();
  const at = (name: string, path: string) => join(folder, name, path);

  /** Whole or not there. `durable`: also after the machine stopped. */
  async function put(path: string, bytes: Buffer | string, durable: boolean): Promise<void> {
    const [aside, within] = [`${path}.${randomUUID()}`, dirname(path)];
    if (!made.has(within)) await mkdir(within, { recursive: true });
    made.add(within);
    const file = await open(aside, 'wx', 0o644);
    try {
      await file.writeFile(bytes);
      if (durable) await file.datasync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  }
  /** Writing it again is nothing; other bytes are refused. */
  async function keep(name: string, path: string, bytes: Buffer, durable: boolean): Promise<void> {
    const file = at(name, path);
    if (!existsSync(file)) return put(file, bytes, durable);
    if (!(await readFile(file)).equals(bytes))
      throw new HubError('bug', 'ledger.tile-differs', `${file} is there already and differs; nothing more is signed.`);
  }

  return {
    folder,
    /** A file that may never change. */
    keep: (name: string, path: string, bytes: Buffer) => keep(name, path, bytes, true),
    /** The same for one that follows from the state, so that it can be made again: it need not be durable. */
    keepDerived: (name: string, path: string, bytes: Buffer) => keep(name, path, bytes, false),
    replace: (name: string, path: string, bytes: Buffer | string) => put(at(name, path), bytes, false),
    /** Unfinished forms of a tile that is full now. */
    async drop(name: string, path: string): Promise<void> {
      const unfinished = `${at(name, path)}.p`;
      made.delete(unfinished);
      await rm(unfinished, { recursive: true, force: true });
    },
    /** A whole tile or bundle. */
    read: (name: string, level: number | 'entries', index: number): Buffer => readFileSync(at(name, tilePath(level, index))),
  };
}
export type Files = ReturnType<typeof makeFiles>;
