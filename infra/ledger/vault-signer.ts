// The ledger's Ed25519 key in Vault's transit engine: it signs there and is never seen here. Vault has no ML-DSA-44, so that second
// signature stays with the key file; a pair of keys is one version in Vault with one key of the file.
import { verify } from 'node:crypto';
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { sha256 } from '#projections/ledger/merkle.ts';
import { publicKeyOf } from '#projections/ledger/note.ts';
import type { PublicKeys, Signer } from '#projections/ledger/signer.ts';
import { makeVault, textIn, vaultAnswer, type VaultOptions } from '../sealing/vault.ts';

const RAW_BYTES = 32;
const keyShape = z.object({
  type: z.string(),
  latest_version: z.int().min(1),
  keys: z.record(z.string().regex(/^\d{1,9}$/), z.object({ creation_time: z.string(), public_key: z.base64() })),
});
type Version = { readonly version: number; readonly since: string; readonly raw: Buffer };

/** With a digest of the public key: a version that became another key is another one, and does not sign in silence. */
const idOf = ({ version, raw }: Version, name: string, fileId: string) => `vault ${name} v${version} ${sha256(raw).toString('hex', 0, 8)} ${fileId}`;
const parseId = (id: string, name: string) => {
  const rest = id.startsWith(`vault ${name} v`) ? id.slice(`vault ${name} v`.length) : '';
  const [, version, digest, fileId] = /^(\d+) ([0-9a-f]{16}) (.+)$/.exec(rest) ?? [];
  return fileId === undefined ? undefined : { version: Number(version), digest, fileId };
};

/** `file`: for ML-DSA-44, and for what it signed before Vault took over. HubError `keys.vault-*`, `ledger.vault-key`, `ledger.key-missing`. */
export function makeVaultSigner({ key, mount = 'transit', ...options }: VaultOptions, file: Signer): Signer {
  const ask = makeVault({ ...options, mount });
  const name = `${mount}/${key}`;
  const known = new Map<number, Buffer>();

  async function versions(): Promise<Version[]> {
    const found = keyShape.safeParse(await ask(`keys/${key}`));
    if (!found.success) throw vaultAnswer(`for ${name} what is no key that signs`);
    const { type, keys, latest_version: latest } = found.data;
    if (type !== 'ed25519')
      throw new HubError('invalid', 'ledger.vault-key', `The key ${name} in Vault is of type ${type}; the ledger needs one of type ed25519.`);
    const all = Object.entries(keys).map(([version, { creation_time: since, public_key: raw }]) => ({
      version: Number(version),
      since,
      raw: Buffer.from(raw, 'base64'),
    }));
    if (!all.some(({ version }) => version === latest) || all.some(({ raw }) => raw.length !== RAW_BYTES)) throw vaultAnswer(`for ${name} keys that are none`);
    for (const { version, raw } of all) {
      if (!(known.get(version) ?? raw).equals(raw)) throw vaultAnswer(`another public key for version ${version} of ${name} than before`);
      known.set(version, raw);
    }
    return all.toSorted((a, b) => a.version - b.version);
  }

  async function signIn(version: number, digest: string | undefined, message: Buffer): Promise<Buffer> {
    if (!known.has(version)) await versions();
    const raw = known.get(version);
    if (!raw || sha256(raw).toString('hex', 0, 8) !== digest)
      throw new HubError('invalid', 'ledger.key-missing', `Vault has no such version ${version} of ${name}.`);
    const answer = textIn(await ask(`sign/${key}`, { input: message.toString('base64'), key_version: version }), 'signature');
    const signature = Buffer.from(/^vault:v\d{1,9}:([A-Za-z0-9+/]+=*)$/.exec(answer)?.[1] ?? '', 'base64');
    if (signature.length !== 64 || !verify(null, message, publicKeyOf({ raw }), signature)) throw vaultAnswer(`a signature that ${name} has not made`);
    return signature;
  }

  return {
    /** Each version with each key of the file, so that whichever changes first, the pair before it can still be named. */
    async keys(): Promise<PublicKeys[]> {
      const [own, inVault] = await Promise.all([file.keys(), versions()]);
      const pairs = inVault.flatMap((one) =>
        own.map(({ id, since, mldsa }) => ({
          ...{ id: idOf(one, name, id), since: since > one.since ? since : one.since, ed25519: one.raw },
          ...(mldsa && { mldsa }),
        })),
      );
      return [...own, ...pairs];
    },
    async sign(id, algorithm, message) {
      const parts = parseId(id, name);
      if (!parts) return file.sign(id, algorithm, message);
      return algorithm === 'ed25519' ? signIn(parts.version, parts.digest, message) : file.sign(parts.fileId, algorithm, message);
    },
  };
}

/** A new version signs from now on. */
export async function rotateInVault({ key, ...options }: VaultOptions): Promise<void> {
  await makeVault(options)(`keys/${key}/rotate`, {});
}
