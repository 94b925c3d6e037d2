// The public part of the ledger: tiles, bundles and checkpoints as files that never change once they are there, but for `checkpoint`.
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fdatasync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { HubError } from '#domain/kernel/errors.ts';
import { tilePath } from '#projections/ledger/tiles.ts';

const datasync = promisify(fdatasync);

export function makeFiles(folder: string) {
  const at = (name: string, path: string) => join(folder, name, path);

  /** Writes with what the folder may lack. */
  function within<T>(path: string, write: () => T): T {
    try {
      return write();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      mkdirSync(dirname(path), { recursive: true });
      return write();
    }
  }
  const differs = (path: string) => new HubError('bug', 'ledger.tile-differs', `${path} is there already and differs; nothing more is signed.`);

  /** Whole or not there, also after the machine stopped. */
  async function keepDurable(path: string, bytes: Buffer): Promise<void> {
    if (existsSync(path)) {
      if (!(await readFile(path)).equals(bytes)) throw differs(path);
      return;
    }
    const aside = `${path}.${randomUUID()}`;
    const file = within(path, () => openSync(aside, 'wx', 0o644));
    try {
      writeSync(file, bytes);
      await datasync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  }

  return {
    folder,
    /** A file that may never change. Writing it again is nothing; other bytes are refused. */
    keep: (name: string, path: string, bytes: Buffer) => keepDurable(at(name, path), bytes),
    /**
     * The same for one that follows from the state, so that it can be made again: it need not be durable, nor whole before a checkpoint speaks of it.
     * Small files at once are ten times cheaper than each with its turns on other threads.
     */
    keepDerived(name: string, path: string, bytes: Buffer): void {
      const file = at(name, path);
      try {
        within(file, () => writeFileSync(file, bytes, { flag: 'wx', mode: 0o644 }));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        if (!readFileSync(file).equals(bytes)) throw differs(file);
      }
    },
    /** Whole before it is there. */
    replace(name: string, path: string, bytes: Buffer | string): void {
      const file = at(name, path);
      const aside = `${file}.${randomUUID()}`;
      within(file, () => writeFileSync(aside, bytes, { flag: 'wx', mode: 0o644 }));
      renameSync(aside, file);
    },
    /** Unfinished forms of a tile that is full now. */
    drop: (name: string, path: string): void => rmSync(`${at(name, path)}.p`, { recursive: true, force: true }),
    /** A whole tile or bundle. */
    read: (name: string, level: number | 'entries', index: number): Buffer => readFileSync(at(name, tilePath(level, index))),
  };
}
export type Files = ReturnType<typeof makeFiles>;
