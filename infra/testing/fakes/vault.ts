// Vault's transit engine as its HTTP API answers, with real encryption behind it: versions, associated data, policies, sealed and slow.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answered, type Asked, data, failed } from './vault-answers.ts';
import { makeSigningKey } from './vault-signing.ts';

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return parts.length > 0 ? (JSON.parse(Buffer.concat(parts).toString()) as Asked) : {};
}

/** `signing`: the name of another key, of type ed25519. */
type Options = { readonly token: string; readonly key: string; readonly signing?: string; readonly mount?: string };
/** `state.sealed` answers 503 like a sealed Vault; `state.fail` so many requests answer 500; `signing.lie` spoils what is signed. */
export async function startFakeVault({ token, key, signing: signingKey, mount = 'transit' }: Options) {
  const versions: Buffer[] = [randomBytes(32)];
  const state = { sealed: false, fail: 0, requests: [] as string[] };
  const signing = makeSigningKey(signingKey ?? '');

  const encrypt = ({ plaintext = '', associated_data = '' }: Asked): Answered => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', versions.at(-1)!, nonce).setAAD(Buffer.from(associated_data, 'base64'));
    const sealed = Buffer.concat([nonce, cipher.update(Buffer.from(plaintext, 'base64')), cipher.final(), cipher.getAuthTag()]);
    return data({ ciphertext: `vault:v${versions.length}:${sealed.toString('base64')}`, key_version: versions.length });
  };
  const decrypt = ({ ciphertext = '', associated_data = '' }: Asked): Answered => {
    const [, version, body] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? [];
    const sealed = Buffer.from(body ?? '', 'base64');
    const secret = versions[Number(version) - 1];
    if (!secret || sealed.length < 28) return failed(400, 'invalid ciphertext: no prefix or version');
    try {
      const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12)).setAAD(Buffer.from(associated_data, 'base64'));
      decipher.setAuthTag(sealed.subarray(-16));
      return data({ plaintext: Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('base64') });
    } catch {
      return failed(400, 'cipher: message authentication failed');
    }
  };
  const rotate = (): Answered => (versions.push(randomBytes(32)), data({ latest_version: versions.length }));
  const verbs: Record<string, (asked: Asked) => Answered> = {
    ...(signingKey && signing.verbs),
    [`encrypt/${key}`]: encrypt,
    [`decrypt/${key}`]: decrypt,
    [`keys/${key}/rotate`]: rotate,
    [`keys/${key}`]: () => data({ name: key, type: 'aes256-gcm96', latest_version: versions.length, min_decryption_version: 1 }),
  };

  const answer = async (request: IncomingMessage): Promise<Answered> => {
    const path = (request.url ?? '').replace(`/v1/${mount}/`, '');
    const asked = await bodyOf(request);
    state.requests.push(path);
    if (state.sealed) return failed(503, 'Vault is sealed');
    if (state.fail > 0) return ((state.fail -= 1), failed(500, '1 error occurred: internal error'));
    if (request.headers['x-vault-token'] !== token) return failed(403, 'permission denied');
    return verbs[path]?.(asked) ?? failed(404);
  };
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    signing,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
