// What every keeper of the root key must do; local file and Vault pass the same suite.
import { randomBytes } from 'node:crypto';
import * as assert from 'uvu/assert';
import { HubError } from '../../../domain/kernel/errors.ts';
import type { RootKeys } from '../../sealing/root-keys.ts';

type It = (title: string, body: () => Promise<void>) => void;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof HubError ? error.code : String(error)),
  );

/** `name` stands in the titles; `make` answers a fresh keeper, `again` another process's view of the same one. */
export function rootKeysContract(it: It, name: string, { make, again }: { make: () => Promise<RootKeys>; again: (root: RootKeys) => Promise<RootKeys> }): void {
  const key = randomBytes(32);
  const bound = ['tenant-key', 'acme'];

  it(`${name}: what it wraps it unwraps, also for another process, and never the same way twice`, async () => {
    const root = await make();
    const [one, two] = [await root.wrap(key, bound), await root.wrap(key, bound)];
    assert.not.equal(one, two);
    assert.not.ok(one.includes(key));
    for (const wrapped of [one, two]) assert.equal(await (await again(root)).unwrap(wrapped, bound), key);
  });
  it(`${name}: a wrapped key that was moved, cut or changed is refused`, async () => {
    const root = await make();
    const wrapped = await root.wrap(key, bound);
    const changed = Buffer.from(wrapped);
    changed[changed.length - 3]! ^= 1;
    assert.is(await codeOf(root.unwrap(wrapped, ['tenant-key', 'other'])), 'keys.not-unwrappable');
    for (const broken of [changed, wrapped.subarray(0, 20), Buffer.alloc(0)]) assert.is(await codeOf(root.unwrap(broken, bound)), 'keys.not-unwrappable');
  });
  it(`${name}: after a rotation older keys still unwrap, and are wrapped anew once`, async () => {
    const root = await make();
    const old = await root.wrap(key, bound);
    assert.is(await root.rotate(), 2);
    const other = await again(root);
    assert.equal(await other.unwrap(old, bound), key);
    const anew = await other.rewrap(old, bound);
    assert.not.equal(anew, old);
    assert.equal(await root.unwrap(anew, bound), key);
    assert.equal(await root.rewrap(anew, bound), anew);
    assert.is(await root.rotate(), 3);
    assert.equal(await root.unwrap(old, bound), key);
  });
}
