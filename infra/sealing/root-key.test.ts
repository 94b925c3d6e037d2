import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { readRootKey } from './root-key.ts';

spec('root key', (it, { teardown }) => {
  const folder = temporaryFolder('root-key');
  teardown(() => folder.remove());
  const path = join(folder.path, 'keys/root.key');

  it('a missing key is not made unless asked', () => {
    assert.throws(() => readRootKey(path, { make: false }), /There is no root key/);
    assert.not(existsSync(path));
  });
  it('a made key has 32 bytes, is read by its owner only, and stays the same', () => {
    const key = readRootKey(path, { make: true });
    assert.is(key.length, 32);
    assert.is(statSync(path).mode & 0o777, 0o600);
    assert.equal(readRootKey(path, { make: true }), key);
    assert.equal(readdirSync(join(folder.path, 'keys')), ['root.key']);
  });
  it('a file of another size is refused and left alone', () => {
    const short = join(folder.path, 'short');
    writeFileSync(short, 'password');
    assert.throws(() => readRootKey(short, { make: true }), /must have 32 bytes, not 8/);
    assert.is(statSync(short).size, 8);
  });
});
