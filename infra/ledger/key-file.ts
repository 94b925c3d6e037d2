// The ledger's signing keys in a file of their own, apart from every database: whoever can change data cannot sign for it. Keys are
// added, never changed; the last one signs.
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { rawOf } from '#projections/ledger/note.ts';
import type { PublicKeys, Signer } from '#projections/ledger/signer.ts';
import { createPublicKey } from 'node:crypto';

const shape = z.object({ keys: z.array(z.object({ id: z.string(), since: z.string(), ed25519: z.string(), mldsa: z.string().optional() })).min(1) });
type Kept = z.infer<typeof shape>['keys'][number];
const signAsync = promisify(sign) as (algorithm: null, data: Buffer, key: KeyObject) => Promise<Buffer>;

const pkcs8 = (key: KeyObject): string => key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const privateKey = (kept: string): KeyObject => createPrivateKey({ key: Buffer.from(kept, 'base64'), format: 'der', type: 'pkcs8' });
const raw = (kept: string): Buffer => rawOf(createPublicKey(privateKey(kept)));

function fresh(now: Date): Kept {
  const [ed25519, mldsa] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ml-dsa-44')];
  return { id: randomUUID(), since: now.toISOString(), ed25519: pkcs8(ed25519.privateKey), mldsa: pkcs8(mldsa.privateKey) };
}

function write(path: string, keys: readonly Kept[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomUUID()}`;
  const file = openSync(aside, 'wx', 0o600);
  writeSync(file, `${JSON.stringify({ keys }, null, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(aside, path);
}

function read(path: string): Kept[] {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8'))).keys;
  } catch (cause) {
    throw new HubError('invalid', 'ledger.key-file', `The ledger's keys at ${path} cannot be read; restore the file from its backup.`, { cause });
  }
}

/** HubError `invalid` when there is no key file and none is to be made, or when it is no key file. */
export function openKeyFile(path: string, { make, now = new Date() }: { make: boolean; now?: Date }): Signer {
  if (!existsSync(path)) {
    if (!make) throw new HubError('invalid', 'ledger.key-missing', `There is no key file at ${path}. Make one with: hub ledger new-key`);
    write(path, [fresh(now)]);
  }
  const known = new Map<string, PublicKeys & { readonly private: Record<string, KeyObject> }>();
  const load = ({ id, since, ed25519, mldsa }: Kept) => {
    const one = { id, since, ed25519: raw(ed25519), private: { ed25519: privateKey(ed25519), ...(mldsa ? { 'ml-dsa-44': privateKey(mldsa) } : {}) } };
    return mldsa ? { ...one, mldsa: raw(mldsa) } : one;
  };
  const all = () =>
    read(path).map((kept) => {
      if (!known.has(kept.id)) known.set(kept.id, load(kept));
      return known.get(kept.id)!;
    });
  all(); // a broken file is found at once, not at the first event
  return {
    keys: async () => all(),
    sign: async (id, algorithm, message) => {
      const key = known.get(id)?.private[algorithm];
      if (!key) throw new HubError('invalid', 'ledger.key-missing', `The key file at ${path} has no ${algorithm} key ${id}.`);
      return signAsync(null, message, key);
    },
  };
}

/** Adds a key that signs from now on, and answers its id. The keys before it stay: the next turn needs the newest of them once more. */
export function addKey(path: string, now = new Date()): string {
  const key = fresh(now);
  write(path, [...(existsSync(path) ? read(path) : []), key]);
  return key.id;
}
