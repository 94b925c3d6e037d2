// Who signs this hub's ledger: the key file, or Vault with the key file beside it for ML-DSA-44.
import { addKey, openKeyFile } from '#infra/ledger/key-file.ts';
import { makeVaultSigner, rotateInVault } from '#infra/ledger/vault-signer.ts';
import type { VaultOptions } from '#infra/sealing/vault.ts';
import type { Signer } from '#projections/ledger/signer.ts';
import type { Config } from './config.ts';

type Of = Pick<Config, 'ledger' | 'vault'>;
const inVault = ({ ledger: { vaultKey }, vault }: Of): VaultOptions | undefined => (vault && vaultKey ? { ...vault, key: vaultKey } : undefined);

/** HubError as openKeyFile's; Vault is asked only when something is signed. `make`: a missing key file is made. */
export function openSigner(config: Of, { make }: { make: boolean }): Signer {
  const file = openKeyFile(config.ledger.keyFile, { make });
  const vault = inVault(config);
  return vault ? makeVaultSigner(vault, file) : file;
}

/** New keys sign from now on. Answers where they are. */
export async function addSigningKey(config: Of): Promise<string[]> {
  const { keyFile } = config.ledger;
  const places = [`${keyFile}: key ${addKey(keyFile)}`];
  const vault = inVault(config);
  if (!vault) return places;
  await rotateInVault(vault);
  return [...places, `Vault: the newest version of ${vault.mount}/${vault.key}`];
}
