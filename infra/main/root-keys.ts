// Which keeper of the root key this hub has: Vault when its address is set, else the file. Keys wrapped by the file from before still unwrap
// after the move, until `hub keys rewrap` has wrapped them by Vault.
import { makeRootFile } from '#infra/sealing/root-file.ts';
import type { RootKeys } from '#infra/sealing/root-keys.ts';
import { makeRootVault } from '#infra/sealing/root-vault.ts';
import type { Config } from './config.ts';

const isVaults = (wrapped: Buffer) => wrapped.subarray(0, 6).toString() === 'vault:';

const moved = (vault: RootKeys, file: RootKeys): RootKeys => ({
  ...vault,
  unwrap: (wrapped, bound) => (isVaults(wrapped) ? vault : file).unwrap(wrapped, bound),
  rewrap: async (wrapped, bound) => (isVaults(wrapped) ? vault.rewrap(wrapped, bound) : vault.wrap(await file.unwrap(wrapped, bound), bound)),
});

export function makeRootKeys({ rootKeyFile, vault }: Pick<Config, 'rootKeyFile' | 'vault'>): RootKeys {
  const file = makeRootFile({ path: rootKeyFile });
  return vault ? moved(makeRootVault(vault), file) : file;
}
