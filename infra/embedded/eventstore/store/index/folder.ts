// Where an LMDB file lies. LMDB must write beside its file even to read it, so in a read-only data folder a copy elsewhere is used.
import { accessSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether the folder exists and cannot be written to. */
export function isReadOnly(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
/** The folder to open LMDB in; call `opened` once that is done, which takes the name of a copy away: it lives until it is closed. */
export function lmdbFolder(data: string, name: string): { readonly path: string; opened(): void } {
  const own = join(data, name);
  if (!isReadOnly(data)) {
    mkdirSync(own, { recursive: true });
    return { path: own, opened: () => {} };
  }
  const path = mkdtempSync(join(tmpdir(), 'eventstore-index-'));
  if (existsSync(join(own, 'data.mdb'))) copyFileSync(join(own, 'data.mdb'), join(path, 'data.mdb'));
  return { path, opened: () => void (process.platform !== 'win32' && rmSync(path, { recursive: true })) };
}
