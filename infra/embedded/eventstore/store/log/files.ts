// The log's files. On disk, writes are durable when they return (O_DSYNC, or a sync after the write where the system has no such flag).
// A store in memory removes each file's name right after opening it: the system frees it with the process, however that ends.
import {
  closeSync,
  constants,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  write,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const writeSome = promisify(write);
const syncData = promisify(fdatasync);
const { O_RDWR, O_RDONLY, O_CREAT } = constants;
const DSYNC: number | undefined = constants.O_DSYNC;

export type Mode = { readonly sync: boolean; readonly ephemeral: boolean; readonly readOnly?: boolean };

/** Leaves neither the folder nor the one it was made in, unless something else is in them. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
    rmdirSync(dirname(folder));
  } catch {}
}
/** Creates the file when it is missing. */
export function openForWriting(path: string, { sync, ephemeral, readOnly = false }: Mode): number {
  if (readOnly) return openForReading(path);
  if (ephemeral) mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, O_RDWR | O_CREAT | (sync ? (DSYNC ?? 0) : 0), 0o644);
  if (ephemeral) {
    unlinkSync(path);
    removeEmpty(dirname(path));
  }
  return fd;
}
export const openForReading = (path: string): number => openSync(path, O_RDONLY);

/** All of `bytes` at `at`; durable when it resolves, if `sync`. */
export async function writeAll(fd: number, bytes: Buffer, at: number, { sync, readOnly = false }: Mode): Promise<void> {
  if (readOnly) throw new Error('the data folder is read-only');
  for (let done = 0; done < bytes.length; ) done += (await writeSome(fd, bytes, done, bytes.length - done, at + done)).bytesWritten;
  if (sync && DSYNC === undefined) await syncData(fd);
}
/** `length` bytes from `at`; fewer at the end of the file. */
export function readAt(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const read = readSync(fd, bytes, done, length - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return done === length ? bytes : bytes.subarray(0, done);
}
export const truncate = (fd: number, length: number): void => ftruncateSync(fd, length);
export const close = (fd: number): void => closeSync(fd);

/** Makes new names in a folder durable; systems that cannot sync a folder do it by themselves. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, O_RDONLY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
/** Replaces a whole small file so that a crash leaves the old one or the new one. */
export function replaceFile(path: string, bytes: Buffer | string): void {
  writeFileSync(`${path}.new`, bytes, { flush: true });
  renameSync(`${path}.new`, path);
}
