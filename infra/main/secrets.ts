// Every secret of a hub comes from its root key, so there is one thing to keep and nothing to configure.
import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { readRootKey } from '#infra/sealing/root-key.ts';
import type { Config } from './config.ts';

export type Secrets = {
  readonly rootKey: Buffer;
  /** Keys the digest by which members are found by e-mail. */
  readonly email: Buffer;
  /** Makes the links of mails. */
  readonly mail: Buffer;
  /** Signs list cursors. */
  readonly cursor: Buffer;
  /** Encrypts what is kept for a while in the cache. */
  readonly cache: Buffer;
  /** Passwords of the two login roles in PostgreSQL that the setup creates. */
  readonly passwords: { readonly app: string; readonly projector: string };
  readonly signingKeysFile: string;
};

/** Reads the root key (made when missing, never in production) and derives the rest. HubError when it is missing or broken. */
export function readSecrets({ rootKeyFile, production, data }: Config): Secrets {
  const rootKey = readRootKey(rootKeyFile, { make: !production });
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', rootKey, '', `hub/${use}`, 32));
  const password = (role: string) => derive(`postgres/${role}`).toString('base64url');
  return {
    rootKey,
    email: derive('email'),
    mail: derive('mail'),
    cursor: derive('cursor'),
    cache: derive('cache'),
    passwords: { app: password('app'), projector: password('projector') },
    signingKeysFile: join(data, 'keys', 'signing.json'),
  };
}
