import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { rootKeysContract } from '../testing/contracts/root-keys.ts';
import { startFakeVault } from '../testing/fakes/vault.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { makeRootFile } from './root-file.ts';
import { readRootKey } from './root-key.ts';
import { makeRootVault } from './root-vault.ts';

const access = { token: 'hvs.test', key: 'hub' };

spec('root key', (it, { teardown }) => {
  const folder = temporaryFolder('root-keys');
  const vaults: Awaited<ReturnType<typeof startFakeVault>>[] = [];
  let files = 0;
  teardown(async () => {
    for (const vault of vaults) await vault.stop();
    folder.remove();
  });
  const started = async () => {
    const vault = await startFakeVault(access);
    vaults.push(vault);
    return vault;
  };

  rootKeysContract(it, 'file', {
    make: async () => {
      const path = join(folder.path, `${(files += 1)}.key`);
      readRootKey(path, { make: true });
      return makeRootFile({ path });
    },
    again: async () => makeRootFile({ path: join(folder.path, `${files}.key`) }),
  });
  rootKeysContract(it, 'vault', {
    make: async () => makeRootVault({ ...access, address: (await started()).address }),
    again: async () => makeRootVault({ ...access, address: vaults.at(-1)!.address }),
  });
  it('vault: a failure that passes is tried again, a sealed Vault is unavailable, a wrong token is refused at once', async () => {
    const { address, state } = await started();
    const root = makeRootVault({ ...access, address });
    const codeOf = (work: Promise<unknown>) => work.then(String, (error: HubError) => error.code);
    state.fail = 2;
    assert.is((await root.wrap(Buffer.alloc(32), ['a'])).toString().slice(0, 9), 'vault:v1:');
    state.sealed = true;
    assert.is(await codeOf(root.wrap(Buffer.alloc(32), ['a'])), 'keys.vault-unavailable');
    state.sealed = false;
    state.requests.length = 0;
    assert.is(await codeOf(makeRootVault({ ...access, address, token: 'no' }).wrap(Buffer.alloc(32), ['a'])), 'keys.vault-refused');
    assert.is(state.requests.length, 1);
    assert.is(await codeOf(makeRootVault({ ...access, address: 'http://127.0.0.1:1' }).unwrap(Buffer.from('vault:v1:x'), ['a'])), 'keys.vault-unavailable');
  });
});
