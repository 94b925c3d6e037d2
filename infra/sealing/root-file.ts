// The root key in files that only their owner reads: `root.key`, and after each rotation `root.key.2`, `root.key.3` … beside it.
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { HubError } from '#domain/kernel/errors.ts';
import { decrypt, encrypt } from './aead.ts';
import { makeRootKeyFile, readRootKey } from './root-key.ts';
import type { RootKeys } from './root-keys.ts';

const KEY_BYTES = 32;
/** Nonce, key and tag of what was wrapped before versions were written in front. */
const UNVERSIONED = 12 + KEY_BYTES + 16;

const derive = (key: Buffer): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'wrap', KEY_BYTES)));
const fileOf = (path: string, version: number) => (version === 1 ? path : `${path}.${version}`);
const numbered = (version: number, wrapped: Buffer) => {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(version);
  return Buffer.concat([number, wrapped]);
};
const split = (wrapped: Buffer): [version: number, body: Buffer] =>
  wrapped.length <= UNVERSIONED ? [1, wrapped] : [wrapped.readUInt32BE(), wrapped.subarray(4)];
const notUnwrappable = (cause: unknown) =>
  new HubError('bug', 'keys.not-unwrappable', 'A stored key does not open with the root key; is it the one this data was made with?', { cause });

/** `first`: the key in memory instead of a file, for tests; then nothing is written and rotation lives as long as the process. */
export function makeRootFile({ path, first }: { path?: string; first?: Buffer }): RootKeys {
  if (first && first.length !== KEY_BYTES)
    throw new HubError('invalid', 'keys.root-key-size', `The root key must have ${KEY_BYTES} bytes, not ${first.length}.`);
  const known = new Map<number, KeyObject>();
  if (first) known.set(1, derive(first));
  const keyOf = (version: number): KeyObject => {
    const key = known.get(version) ?? derive(readRootKey(fileOf(path!, version), { make: false }));
    known.set(version, key);
    return key;
  };
  /** Looked up each time, since another process may have rotated. */
  const newest = (): number => {
    let version = Math.max(1, ...known.keys());
    while (path && existsSync(fileOf(path, version + 1))) version += 1;
    return version;
  };
  const wrap = (plain: Buffer, bound: readonly string[]) => {
    const version = newest();
    return numbered(version, encrypt(keyOf(version), plain, bound));
  };
  const unwrap = (wrapped: Buffer, bound: readonly string[]) => {
    const [version, body] = split(wrapped);
    try {
      return decrypt(keyOf(version), body, bound);
    } catch (cause) {
      throw notUnwrappable(cause);
    }
  };
  return {
    kind: 'file',
    wrap: async (plain, bound) => wrap(plain, bound),
    unwrap: async (wrapped, bound) => unwrap(wrapped, bound),
    rewrap: async (wrapped, bound) => (wrapped.length > UNVERSIONED && split(wrapped)[0] === newest() ? wrapped : wrap(unwrap(wrapped, bound), bound)),
    async rotate() {
      const version = newest() + 1;
      const made = makeRootKeyFile(path && fileOf(path, version));
      known.set(version, derive(made));
      return version;
    },
  };
}
