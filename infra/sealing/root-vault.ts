// The root key in Vault's transit engine: wrapped and unwrapped there over its HTTP API, and never seen here.
import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '#domain/kernel/errors.ts';
import type { RootKeys } from './root-keys.ts';

export type VaultOptions = {
  /** `https://vault.example:8200` */
  readonly address: string;
  readonly token: string;
  /** A key of type aes256-gcm96, since only such a key binds associated data. */
  readonly key: string;
  readonly mount?: string;
  readonly namespace?: string;
  readonly timeoutMs?: number;
};
type Body = { readonly data?: Readonly<Record<string, unknown>>; readonly errors?: readonly string[] };

const TIMEOUT_MS = 5000;
const TRIES = 3;
const PAUSE_MS = 100;
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');
const boundAs = (bound: readonly string[]) => base64(JSON.stringify(bound));

const away = (cause: unknown) => new HubError('unavailable', 'keys.vault-unavailable', 'Vault does not answer, so no key can be unwrapped.', { cause });

export function makeRootVault({ address, token, key, mount = 'transit', namespace, timeoutMs = TIMEOUT_MS }: VaultOptions): RootKeys {
  const headers = { 'x-vault-token': token, 'content-type': 'application/json', ...(namespace && { 'x-vault-namespace': namespace }) };

  async function once(verb: string, body?: object): Promise<{ status: number; answer: Body }> {
    const url = `${address.replace(/\/$/, '')}/v1/${mount}/${verb}`;
    const response = await fetch(url, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, answer: (await response.json().catch(() => ({}))) as Body };
  }
  /** 429, 5xx (a sealed Vault answers 503) and a broken connection pass by themselves. */
  async function ask(verb: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
    let last: unknown;
    for (let n = 0; n < TRIES; n += 1) {
      if (n > 0) await sleep(PAUSE_MS * n);
      try {
        const { status, answer } = await once(verb, body);
        if (status < 300) return answer.data ?? {};
        last = new Error(`Vault answered ${status}: ${answer.errors?.join('; ') ?? ''}`);
        if (status === 400)
          throw new HubError('bug', 'keys.not-unwrappable', 'Vault refused a wrapped key; is it the one this data was made with?', { cause: last });
        if (status < 500 && status !== 429)
          throw new HubError('invalid', 'keys.vault-refused', `Vault refused ${mount}/${verb} with ${status}; look at the token and its policy.`, {
            cause: last,
          });
      } catch (error) {
        if (error instanceof HubError) throw error;
        last = error;
      }
    }
    throw away(last);
  }
  const text = (data: Readonly<Record<string, unknown>>, field: string): string => {
    const value = data[field];
    if (typeof value !== 'string') throw new HubError('bug', 'keys.vault-answer', `Vault answered without ${field}.`);
    return value;
  };
  const latest = async () => Number((await ask(`keys/${key}`))['latest_version']);
  const versionOf = (wrapped: Buffer) => Number(/^vault:v(\d+):/.exec(wrapped.toString())?.[1]);
  const wrap: RootKeys['wrap'] = async (plain, bound) =>
    Buffer.from(text(await ask(`encrypt/${key}`, { plaintext: base64(plain), associated_data: boundAs(bound) }), 'ciphertext'));
  const unwrap: RootKeys['unwrap'] = async (wrapped, bound) =>
    Buffer.from(text(await ask(`decrypt/${key}`, { ciphertext: wrapped.toString(), associated_data: boundAs(bound) }), 'plaintext'), 'base64');

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
