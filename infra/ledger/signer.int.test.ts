// Both signers of the ledger, by one contract; and a Vault that is away, refuses or lies.
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { HubError } from '#domain/kernel/errors.ts';
import type { Signer } from '#projections/ledger/signer.ts';
import { codeOf, signerContract } from '../testing/contracts/signer.ts';
import type { Lie } from '../testing/fakes/vault-signing.ts';
import { startFakeVault } from '../testing/fakes/vault.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { addKey, openKeyFile } from './key-file.ts';
import { makeVaultSigner, rotateInVault } from './vault-signer.ts';
import { makeSample, makeWorld } from './verify/sample.ts';

const access = { token: 'hvs.test', key: 'hub-ledger' };

spec('who signs the ledger', (it, { teardown }) => {
  const folder = temporaryFolder('hub-signers');
  const vaults: Awaited<ReturnType<typeof startFakeVault>>[] = [];
  let files = 0;
  teardown(async () => {
    for (const vault of vaults) await vault.stop();
    folder.remove();
  });
  const path = () => join(folder.path, `${files}.json`);
  const newest = () => vaults.at(-1)!;
  const inVault = (): Signer => makeVaultSigner({ ...access, address: newest().address }, openKeyFile(path(), { make: true }));
  const started = async (): Promise<Signer> => {
    vaults.push(await startFakeVault({ token: access.token, key: 'hub', signing: access.key }));
    files += 1;
    return inVault();
  };

  signerContract(it, 'file', {
    make: async () => ((files += 1), openKeyFile(path(), { make: true })),
    again: async () => openKeyFile(path(), { make: false }),
    rotate: async () => void addKey(path()),
  });
  signerContract(it, 'vault', {
    make: started,
    again: async () => inVault(),
    rotate: () => rotateInVault({ ...access, address: newest().address }),
  });
  signerContract(it, 'vault with a new ML-DSA key too', {
    make: started,
    again: async () => inVault(),
    rotate: async () => {
      addKey(path());
      await rotateInVault({ ...access, address: newest().address });
    },
  });

  it('vault: a ledger that a file signed is taken over by Vault, and the file’s key says so', async () => {
    const vault = await started();
    const at = join(folder.path, 'taken-over');
    const world = makeWorld(20);
    const first = makeSample(at, world, openKeyFile(path(), { make: false }));
    await first.log();
    const known = (await first.ledger.look('acme')).log.keys[0]!;
    await first.close();
    world.write({ type: 'CaseHeld', slice: 'case', id: world.cases[0]!, data: { reason: 1 }, subject: world.patient });
    const second = makeSample(at, world, vault);
    await second.log();
    const { verifyPack } = await import('./verify/synchron-verify.mjs');
    assert.equal([verifyPack(await second.pack({}), { keys: [known] }).pinned, second.store.rotations().length], [true, 1]);
    await second.close();
  });
  it('vault: while it is sealed nothing is signed, and afterwards the log goes on as if nothing had been', async () => {
    const world = makeWorld(20);
    const sample = makeSample(join(folder.path, 'sealed'), world, await started());
    await sample.log();
    const before = (await sample.ledger.look('acme')).log;
    world.write({ type: 'CaseHeld', slice: 'case', id: world.cases[0]!, data: { reason: 1 }, subject: world.patient });
    newest().state.sealed = true;
    assert.is(await codeOf(sample.log()), 'keys.vault-unavailable');
    newest().state.sealed = false;
    newest().state.fail = 2; // tried again by itself
    assert.is((await sample.ledger.look('acme')).log.note, before.note);
    await sample.log();
    assert.is((await sample.ledger.look('acme')).log.size, before.size + 1);
    await sample.close();
  });
  it('vault: a version that became another key does not sign in silence', async () => {
    const world = makeWorld(20);
    const at = join(folder.path, 'swapped');
    const sample = makeSample(at, world, await started());
    await sample.log();
    await sample.close();
    world.write({ type: 'CaseHeld', slice: 'case', id: world.cases[0]!, data: { reason: 1 }, subject: world.patient });
    vaults.push(await startFakeVault({ token: access.token, key: 'hub', signing: access.key })); // a Vault made anew
    const again = makeSample(at, world, inVault());
    assert.is(await codeOf(again.log()), 'ledger.key-lost');
    await again.close();
  });
  it('vault: what it signs wrongly, by another key or not at all is never used', async () => {
    const lies: Record<Lie, string> = {
      'changed-signature': 'keys.vault-answer',
      'cut-signature': 'keys.vault-answer',
      'another-version': 'keys.vault-answer',
      'another-public-key': 'keys.vault-answer',
      'no-data': 'keys.vault-answer',
      'another-type': 'ledger.vault-key',
    };
    const signer = await started();
    await signer.keys();
    const old = (await signer.keys()).at(-1)!;
    await rotateInVault({ ...access, address: newest().address });
    for (const [lie, code] of Object.entries(lies)) {
      newest().signing.lie = lie as Lie;
      const work = async () => signer.sign(old.id, 'ed25519', Buffer.from('x')).then(() => signer.keys());
      assert.is(await codeOf(work()), code, lie);
    }
    newest().signing.lie = undefined;
    const refused = (token: string) => makeVaultSigner({ ...access, token, address: newest().address }, openKeyFile(path(), { make: false })).keys();
    assert.is(await codeOf(refused('another')), 'keys.vault-refused');
    const away = makeVaultSigner({ ...access, address: 'http://127.0.0.1:1' }, openKeyFile(path(), { make: false }));
    assert.is(await away.keys().then(String, (error: HubError) => error.kind), 'unavailable');
  });
});
