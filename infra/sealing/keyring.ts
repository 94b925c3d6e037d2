// Root key → tenant key → subject key. Each is wrapped by the one above; only wrapped keys are ever stored.
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { HubError } from '#domain/kernel/errors.ts';
import { decrypt, encrypt } from './aead.ts';
import { gather } from './gather.ts';
import { makeKeyCache } from './key-cache.ts';
import type { KeyRows, NewSubject, SubjectName, SubjectRow, TenantRow } from './key-rows.ts';
import type { KeyWatch } from './key-watch.ts';
import type { RootKeys } from './root-keys.ts';

const KEY_BYTES = 32;
/** How long a key is kept at most. A process that watches drops a destroyed one at once; one that does not, after this. */
export const KEY_TTL_MS = 30_000;

/** One key per use, derived, so that no key serves two purposes. */
/** `digest` is of the first version for ever, since digests are stored; `wraps`: the key each version wraps with. */
export type TenantKey = { readonly digest: KeyObject; readonly version: number; readonly wraps: ReadonlyMap<number, KeyObject> };
export type SubjectKey = { readonly seal: KeyObject; readonly digest: KeyObject };
export type Keyring = {
  tenant(tenant: string): Promise<TenantKey>;
  /** Makes the key, committed, when there is none; `destroyed` once it was destroyed; undefined when it is missing and not to be made. */
  subject(name: SubjectName, missing: 'make' | 'leave'): Promise<SubjectKey | 'destroyed' | undefined>;
  destroy(name: SubjectName): Promise<boolean>;
};
export type KeyringOptions = {
  readonly rows: KeyRows;
  readonly root: RootKeys;
  /** Without one, what another process destroyed opens here until its time is over. */
  readonly watch?: KeyWatch;
  readonly mostKeys?: number;
  readonly ttlMs?: number;
  readonly now?: () => number;
};

/** Key objects, because OpenSSL prepares one once and raw bytes at each use. */
const derive = (key: Buffer, use: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', key, '', use, KEY_BYTES)));
const subjectKey = (key: Buffer): SubjectKey => ({ seal: derive(key, 'seal'), digest: derive(key, 'digest') });

function unwrap(key: KeyObject, wrapped: Buffer, bound: readonly string[], by: string): Buffer {
  try {
    return decrypt(key, wrapped, bound);
  } catch (cause) {
    throw new HubError('bug', 'keys.not-unwrappable', `A stored key does not open with the ${by}; is it the one this data was made with?`, { cause });
  }
}

export const subjectBinding = ({ tenant, subject }: SubjectName): string[] => ['subject-key', tenant, subject];
export const tenantBinding = (tenant: string): string[] => ['tenant-key', tenant];

/** The tenant's key in all its versions, unwrapped by the root key. */
export async function openTenant(root: RootKeys, tenant: string, rows: readonly TenantRow[]): Promise<TenantKey> {
  const keys = await Promise.all(rows.map(async ({ version, wrapped }) => ({ version, key: await root.unwrap(wrapped, tenantBinding(tenant)) })));
  return {
    digest: derive(keys[0]!.key, 'digest'),
    version: keys.at(-1)!.version,
    wraps: new Map(keys.map(({ version, key }) => [version, derive(key, 'wrap')])),
  };
}

export function makeKeyring({ rows, root, watch, mostKeys: most = 10_000, ttlMs = KEY_TTL_MS, now = Date.now }: KeyringOptions): Keyring {
  const isTrusted = () => watch?.isCurrent() ?? true;
  const tenants = makeKeyCache<TenantKey>({ most, ttlMs, now, isTrusted });
  const subjects = makeKeyCache<SubjectKey | 'destroyed' | undefined>({ most, ttlMs, now, isTrusted });
  const stored = gather((names: readonly SubjectName[]) => rows.subjects(names));
  const storedTenant = gather((names: readonly string[]) => rows.tenants(names));
  const added = gather((some: readonly NewSubject[]) => rows.addSubjects(some));
  const nameOf = ({ tenant, subject }: SubjectName) => `${tenant}/${subject}`;
  watch?.onChange((name) => {
    if (name === undefined) return [tenants, subjects].forEach((cache) => cache.clear()); // notices may have been missed
    if (name.endsWith('/')) tenants.drop(name.slice(0, -1));
    else subjects.drop(name);
  });

  const tenant = (name: string) =>
    tenants.get(name, async () => {
      const known = await storedTenant(name);
      const make = async () => rows.addTenant(name, { version: 1, wrapped: await root.wrap(randomBytes(KEY_BYTES), tenantBinding(name)) });
      return openTenant(root, name, known.length > 0 ? known : await make());
    });
  /** The key that wraps a row: of a version that may be newer than what is remembered. */
  async function wrapOf(name: string, version: number): Promise<KeyObject | undefined> {
    const known = (await tenant(name)).wraps.get(version);
    if (known) return known;
    tenants.drop(name);
    return (await tenant(name)).wraps.get(version);
  }

  async function load(name: SubjectName, missing: 'make' | 'leave'): Promise<SubjectKey | 'destroyed' | undefined> {
    const [{ version, wraps }, found] = await Promise.all([tenant(name.tenant), stored(name)]);
    const bound = subjectBinding(name);
    const make = (): Promise<SubjectRow> => added({ ...name, version, wrapped: encrypt(wraps.get(version)!, randomBytes(KEY_BYTES), bound) });
    const row = found ?? (missing === 'make' ? await make() : undefined);
    if (!row) return undefined;
    if (!row.wrapped) return 'destroyed';
    const wrap = await wrapOf(name.tenant, row.version);
    if (!wrap) throw new HubError('bug', 'keys.not-unwrappable', `A stored key was wrapped by version ${row.version} of its tenant's key, which is not there.`);
    return subjectKey(unwrap(wrap, row.wrapped, bound, 'tenant key'));
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
