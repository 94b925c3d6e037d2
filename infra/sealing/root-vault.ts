// The root key in Vault's transit engine: wrapped and unwrapped there over its HTTP API, and never seen here.
import { HubError } from '#domain/kernel/errors.ts';
import type { RootKeys } from './root-keys.ts';
import { makeVault, textIn, type VaultOptions } from './vault.ts';

const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');
const boundAs = (bound: readonly string[]) => base64(JSON.stringify(bound));
const notUnwrappable = (cause: unknown) =>
  new HubError('bug', 'keys.not-unwrappable', 'Vault refused a wrapped key; is it the one this data was made with?', { cause });

/** `key`: of type aes256-gcm96, since only such a key binds associated data. */
export function makeRootVault({ key, ...options }: VaultOptions): RootKeys {
  const vault = makeVault(options);
  const ask = (verb: string, body?: object) => vault(verb, body, notUnwrappable);
  const latest = async () => Number((await ask(`keys/${key}`))['latest_version']);
  const versionOf = (wrapped: Buffer) => Number(/^vault:v(\d+):/.exec(wrapped.toString())?.[1]);
  const wrap: RootKeys['wrap'] = async (plain, bound) =>
    Buffer.from(textIn(await ask(`encrypt/${key}`, { plaintext: base64(plain), associated_data: boundAs(bound) }), 'ciphertext'));
  const unwrap: RootKeys['unwrap'] = async (wrapped, bound) =>
    Buffer.from(textIn(await ask(`decrypt/${key}`, { ciphertext: wrapped.toString(), associated_data: boundAs(bound) }), 'plaintext'), 'base64');

  return {
    kind: 'vault',
    wrap,
    unwrap,
    /** Not Vault's own `rewrap`: that takes no associated data in all versions in use. */
    rewrap: async (wrapped, bound) => (versionOf(wrapped) === (await latest()) ? wrapped : wrap(await unwrap(wrapped, bound), bound)),
    async rotate() {
      await ask(`keys/${key}/rotate`, {});
      return latest();
    },
  };
}
