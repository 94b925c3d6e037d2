// What whoever signs the ledger must do; the key file and Vault pass the same suite.
import { verify } from 'node:crypto';
import * as assert from 'uvu/assert';
import { HubError } from '../../../domain/kernel/errors.ts';
import { publicKeyOf } from '../../../projections/ledger/note.ts';
import type { PublicKeys, Signer } from '../../../projections/ledger/signer.ts';
import { makeSample, makeWorld } from '../../ledger/verify/sample.ts';
import { verifyPack } from '../../ledger/verify/synchron-verify.mjs';
import { temporaryFolder } from '../hub.ts';

type It = (title: string, body: () => Promise<void>) => void;
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof HubError ? error.code : String(error)),
  );
const text = Buffer.from('example.com/ledger/hub\n1\nroot\n');
const holds = async (signer: Signer, { id, ed25519, mldsa }: PublicKeys): Promise<boolean[]> => [
  verify(null, text, publicKeyOf({ raw: ed25519 }), await signer.sign(id, 'ed25519', text)),
  verify(null, text, publicKeyOf({ raw: mldsa! }), await signer.sign(id, 'ml-dsa-44', text)),
];

/** `make` answers a fresh signer; `again` another process's view of it; `rotate` gives it a new key. */
export function signerContract(
  it: It,
  name: string,
  { make, again, rotate }: { make: () => Promise<Signer>; again: () => Promise<Signer>; rotate: () => Promise<void> },
): void {
  it(`${name}: what it signs holds under the key it tells, also that of another process`, async () => {
    const signer = await make();
    const key = (await signer.keys()).at(-1)!;
    assert.equal((await (await again()).keys()).at(-1), key);
    assert.equal(await holds(signer, key), [true, true]);
    assert.equal(await holds(await again(), key), [true, true]);
  });
  it(`${name}: a new key signs next, under a name of its own, and the one before still can`, async () => {
    const signer = await make();
    const before = (await signer.keys()).at(-1)!;
    await rotate();
    const keys = await signer.keys();
    const next = keys.at(-1)!;
    assert.is.not(next.id, before.id);
    assert.not.ok(next.ed25519.equals(before.ed25519));
    assert.is(new Set(keys.map(({ id }) => id)).size, keys.length);
    assert.equal(
      keys.find(({ id }) => id === before.id),
      before,
    );
    assert.equal([...(await holds(signer, before)), ...(await holds(signer, next))], [true, true, true, true]);
  });
  it(`${name}: a key it does not have is refused`, async () => {
    assert.is(await codeOf((await make()).sign('nothing', 'ed25519', text)), 'ledger.key-missing');
  });
  it(`${name}: a pack is led back through every change of keys to the one the auditor knew`, async () => {
    const folder = temporaryFolder('hub-signer');
    const world = makeWorld(20);
    const sample = makeSample(folder.path, world, await make());
    await sample.log();
    const known = (await sample.ledger.look('acme')).log.keys[0]!;
    for (let n = 0; n < 2; n++) {
      await rotate();
      world.write({ type: 'CaseHeld', slice: 'case', id: world.cases[0]!, data: { reason: n }, subject: world.patient });
      await sample.log();
    }
    const pack = await sample.pack({});
    assert.equal([verifyPack(pack, { keys: [known] }).pinned, sample.store.rotations().length], [true, 2]);
    const stranger = (await (await make()).keys()).at(-1)!;
    assert.not.ok(known.includes(stranger.ed25519.toString('base64')));
    await sample.close();
    folder.remove();
  });
}
