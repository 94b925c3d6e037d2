// Root key → tenant key → subject key. Each is wrapped by the one above; only wrapped keys are ever stored.
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { HubError } from '#domain/kernel/errors.ts';
import { decrypt, encrypt } from './aead.ts';
import { gather } from './gather.ts';
import { makeKeyCache } from './key-cache.ts';
import type { KeyRows, SubjectName, SubjectRow } from './key-rows.ts';

const KEY_BYTES = 32;
/** How long a process may still open with a key that another process destroyed. */
export const KEY_TTL_MS = 30_000;

/** One key per use, derived, so that no key serves two purposes. */
export type TenantKey = { readonly wrap: KeyObject; readonly digest: KeyObject };
export type SubjectKey = { readonly seal: KeyObject; readonly digest: KeyObject };
export type Keyring = {
  tenant(tenant: string): Promise<TenantKey>;
  /** Makes the key, committed, when there is none; `destroyed` once it was destroyed; undefined when it is missing and not to be made. */
  subject(name: SubjectName, missing: 'make' | 'leave'): Promise<SubjectKey | 'destroyed' | undefined>;
  destroy(name: SubjectName): Promise<boolean>;
};
export type KeyringOptions = {
  readonly rows: KeyRows;
  readonly rootKey: Buffer;
  readonly mostKeys?: number;
  readonly ttlMs?: number;
  readonly now?: () => number;
};

/** Key objects, because OpenSSL prepares one once and raw bytes at each use. */
const derive = (key: Buffer, use: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', key, '', use, KEY_BYTES)));
const tenantKey = (key: Buffer): TenantKey => ({ wrap: derive(key, 'wrap'), digest: derive(key, 'digest') });
const subjectKey = (key: Buffer): SubjectKey => ({ seal: derive(key, 'seal'), digest: derive(key, 'digest') });

function unwrap(key: KeyObject, wrapped: Buffer, bound: readonly string[], by: string): Buffer {
  try {
    return decrypt(key, wrapped, bound);
  } catch (cause) {
    throw new HubError('bug', 'keys.not-unwrappable', `A stored key does not open with the ${by}; is it the one this data was made with?`, { cause });
  }
}

export function makeKeyring({ rows, rootKey, mostKeys: most = 10_000, ttlMs = KEY_TTL_MS, now = Date.now }: KeyringOptions): Keyring {
  if (rootKey.length !== KEY_BYTES) throw new HubError('invalid', 'keys.root-key-size', `The root key must have ${KEY_BYTES} bytes, not ${rootKey.length}.`);
  const root = derive(rootKey, 'wrap');
  const tenants = makeKeyCache<TenantKey>({ most, ttlMs, now });
  const subjects = makeKeyCache<SubjectKey | 'destroyed' | undefined>({ most, ttlMs, now });
  const stored = gather((names: readonly SubjectName[]) => rows.subjects(names));
  const nameOf = ({ tenant, subject }: SubjectName) => `${tenant}/${subject}`;

  const tenant = (name: string) =>
    tenants.get(name, async () => {
      const bound = ['tenant-key', name];
      const wrapped = (await rows.tenant(name)) ?? (await rows.addTenant(name, encrypt(root, randomBytes(KEY_BYTES), bound)));
      return tenantKey(unwrap(root, wrapped, bound, 'root key'));
    });

  async function load(name: SubjectName, missing: 'make' | 'leave'): Promise<SubjectKey | 'destroyed' | undefined> {
    const bound = ['subject-key', name.tenant, name.subject];
    const [{ wrap }, found] = await Promise.all([tenant(name.tenant), stored(name)]);
    const make = (): Promise<SubjectRow> => rows.addSubject(name, encrypt(wrap, randomBytes(KEY_BYTES), bound));
    const row = found ?? (missing === 'make' ? await make() : undefined);
    if (!row) return undefined;
    return row.wrapped ? subjectKey(unwrap(wrap, row.wrapped, bound, 'tenant key')) : 'destroyed';
  }

  return {
    tenant,
    async subject(name, missing) {
      const key = await subjects.get(nameOf(name), () => load(name, missing));
      if (key) return key;
      subjects.drop(nameOf(name)); // a key that is not there yet may be made any moment
      return missing === 'make' ? subjects.get(nameOf(name), () => load(name, 'make')) : undefined;
    },
    async destroy(name) {
      const had = await rows.destroy(name);
      subjects.drop(nameOf(name));
      return had;
    },
  };
}
