// A key of type ed25519 in the fake Vault: versions, signing by any of them, and on request the lies a broken or hostile Vault would tell.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Answered, type Asked, data, failed } from './vault-answers.ts';

type Version = { readonly key: KeyObject; readonly raw: Buffer; readonly made: string };
export type Lie = 'changed-signature' | 'another-version' | 'another-public-key' | 'cut-signature' | 'another-type' | 'no-data';

const fresh = (): Version => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { key: privateKey, raw: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32), made: new Date().toISOString() };
};

export function makeSigningKey(name: string) {
  const versions = [fresh()];
  const told = { lie: undefined as Lie | undefined };

  const signatureOf = ({ input = '', key_version: asked = 0 }: Asked): Answered => {
    const version = told.lie === 'another-version' ? versions.length : asked || versions.length;
    const used = versions[version - 1];
    if (!used) return failed(400, 'requested version for signing is higher than the latest key version');
    const signature = sign(null, Buffer.from(input, 'base64'), used.key);
    if (told.lie === 'changed-signature') signature[3]! ^= 1;
    const bytes = told.lie === 'cut-signature' ? signature.subarray(1) : signature;
    return data({ signature: `vault:v${asked || version}:${bytes.toString('base64')}`, key_version: version });
  };
  const keys = (): Answered => {
    const raw = (one: Version) => (told.lie === 'another-public-key' ? fresh().raw : one.raw).toString('base64');
    const listed = versions.map((one, i) => [i + 1, { creation_time: one.made, name: 'ed25519', public_key: raw(one), certificate_chain: '' }]);
    const type = told.lie === 'another-type' ? 'aes256-gcm96' : 'ed25519';
    if (told.lie === 'no-data') return { status: 200, body: {} };
    return data({ name, type, latest_version: versions.length, min_encryption_version: 0, supports_signing: true, keys: Object.fromEntries(listed) });
  };
  return {
    /** What to tell wrongly from now on. */
    set lie(lie: Lie | undefined) {
      told.lie = lie;
    },
    verbs: {
      [`sign/${name}`]: signatureOf,
      [`keys/${name}`]: keys,
      [`keys/${name}/rotate`]: () => (versions.push(fresh()), data({ latest_version: versions.length })),
    } as Record<string, (asked: Asked) => Answered>,
  };
}
