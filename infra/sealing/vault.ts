// Vault's transit engine over its HTTP API: what is asked again, what is refused at once, and in which words.
import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '#domain/kernel/errors.ts';

export type VaultOptions = {
  /** `https://vault.example:8200` */
  readonly address: string;
  readonly token: string;
  /** Name of the key in transit. */
  readonly key: string;
  readonly mount?: string;
  readonly namespace?: string;
  readonly timeoutMs?: number;
};
type Data = Readonly<Record<string, unknown>>;
type Body = { readonly data?: Data; readonly errors?: readonly string[] };

const TIMEOUT_MS = 5000;
const TRIES = 3;
const PAUSE_MS = 100;

export const vaultAnswer = (what: string): HubError => new HubError('bug', 'keys.vault-answer', `Vault answered ${what}.`);
export function textIn(data: Data, field: string): string {
  const value = data[field];
  if (typeof value !== 'string') throw vaultAnswer(`without ${field}`);
  return value;
}

/** `ask`: a GET, or a POST of `body`; answers `data`. HubError `keys.vault-unavailable`, `keys.vault-refused`, or what `refused` makes of a 400. */
export function makeVault({ address, token, mount = 'transit', namespace, timeoutMs = TIMEOUT_MS }: Omit<VaultOptions, 'key'>) {
  const headers = { 'x-vault-token': token, 'content-type': 'application/json', ...(namespace && { 'x-vault-namespace': namespace }) };
  const refusal = (verb: string, status: number, cause: unknown) =>
    new HubError('invalid', 'keys.vault-refused', `Vault refused ${mount}/${verb} with ${status}; look at the token, its policy and the key’s name.`, {
      cause,
    });

  async function once(verb: string, body?: object): Promise<{ status: number; answer: Body }> {
    const url = `${address.replace(/\/$/, '')}/v1/${mount}/${verb}`;
    const response = await fetch(url, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, answer: ((await response.json().catch(() => undefined)) ?? {}) as Body };
  }
  /** 429, 5xx (a sealed Vault answers 503) and a broken connection pass by themselves. */
  return async function ask(verb: string, body?: object, refused?: (cause: unknown) => HubError): Promise<Data> {
    let last: unknown;
    for (let n = 0; n < TRIES; n += 1) {
      if (n > 0) await sleep(PAUSE_MS * n);
      try {
        const { status, answer } = await once(verb, body);
        if (status < 300) return answer.data ?? {};
        last = new Error(`Vault answered ${status}: ${answer.errors?.join('; ') ?? ''}`);
        if (status === 400 && refused) throw refused(last);
        if (status < 500 && status !== 429) throw refusal(verb, status, last);
      } catch (error) {
        if (error instanceof HubError) throw error;
        last = error;
      }
    }
    throw new HubError('unavailable', 'keys.vault-unavailable', 'Vault does not answer, so its keys cannot be used.', { cause: last });
  };
}
