// The key above all keys: 32 random bytes in a file that only its owner can read. Without it nothing sealed opens again.
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { HubError } from '#domain/kernel/errors.ts';

const BYTES = 32;

/** Written aside and linked, so that the file is there whole or not at all, and one maker wins. */
function create(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomUUID()}`;
  const file = openSync(aside, 'wx', 0o600);
  try {
    writeSync(file, randomBytes(BYTES));
    fsyncSync(file);
    linkSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(file);
    rmSync(aside, { force: true });
  }
}

/** A new key, in `path` when there is one; a key that another process put there first stands. */
export function makeRootKeyFile(path: string | undefined): Buffer {
  if (!path) return randomBytes(BYTES);
  create(path);
  return readRootKey(path, { make: false });
}

/** The root key in `path`. HubError `invalid` when it is missing and not to be made, or is not a key. */
export function readRootKey(path: string, { make }: { make: boolean }): Buffer {
  if (!existsSync(path)) {
    if (!make)
      throw new HubError('invalid', 'keys.root-key-missing', `There is no root key at ${path}. Make one with: head -c ${BYTES} /dev/urandom > ${path}`);
    create(path);
  }
  const key = readFileSync(path);
  if (key.length !== BYTES) throw new HubError('invalid', 'keys.root-key-size', `The root key at ${path} must have ${BYTES} bytes, not ${key.length}.`);
  return key;
}
