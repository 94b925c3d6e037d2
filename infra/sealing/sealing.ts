// Seals and opens personal and health fields, each bound to its tenant, person, event and field, so that it cannot be moved.
import { createHmac, type KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { HubError } from '#domain/kernel/errors.ts';
import { type Fingerprint, type Open, type Seal, type Sealed, SHREDDED, type TenantDigest } from '#domain/kernel/sealing.ts';
import { decrypt, encrypt } from './aead.ts';
import { makeKeyRows } from './key-rows.ts';
import { type Keyring, type KeyringOptions, makeKeyring, type SubjectKey } from './keyring.ts';
import { pack, unpack } from './packing.ts';
import { makeRootFile } from './root-file.ts';
import type { RootKeys } from './root-keys.ts';

export { migrateKeys } from './key-rows.ts';

/** What stands before the point: which of the person's keys, and what is bound. Nothing is sealed as 1 any more. */
const [LEGACY, PERSONAL, HEALTH] = ['1', '2p', '2h'];
/** A person's identity has a key of its own, kept beside the key of everything else. */
const IDENTITY = '/identity';
const keyName = (subject: string, version: string) => (version === PERSONAL ? subject + IDENTITY : subject);
const versionOf = ({ $sealed }: { $sealed: string }) => $sealed.slice(0, Math.max(0, $sealed.indexOf('.')));

/** `destroySubject` answers true when there was a key to destroy; from then on that person's values open as SHREDDED, and nothing more can be sealed for them. */
export type Sealing = {
  readonly seal: Seal;
  readonly open: Open;
  readonly fingerprint: Fingerprint;
  readonly tenantDigest: TenantDigest;
  /** The same for what says who the person is: what remains names nobody. */
  readonly destroyIdentity: (tenant: string, subject: string) => Promise<boolean>;
  readonly destroySubject: (tenant: string, subject: string) => Promise<boolean>;
};

const contextOf = ({ subject, event, field }: Sealed) => ({ subject, event, field });
const bound = (version: string, tenant: string, { subject, event, field }: Omit<Sealed, '$sealed'>) => [version, tenant, subject, event, field];
const hmac = (key: KeyObject, ...parts: string[]) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');

async function keyToWrite(keys: Keyring, tenant: string, subject: string): Promise<SubjectKey> {
  const key = await keys.subject({ tenant, subject }, 'make');
  if (!key || key === 'destroyed') throw new HubError('conflict', 'subject.erased', 'This person was erased; nothing more can be stored about them.');
  return key;
}

function openOne(key: SubjectKey, tenant: string, sealed: Sealed): unknown {
  try {
    const version = versionOf(sealed);
    const body = sealed.$sealed.slice(version.length + 1);
    if (![LEGACY, PERSONAL, HEALTH].includes(version) || !body || body.includes('.')) throw new Error('not in a known format');
    return unpack(decrypt(key.seal, Buffer.from(body, 'base64url'), bound(version, tenant, sealed)));
  } catch (cause) {
    throw new HubError('bug', 'sealing.not-openable', 'A sealed value does not open where it stands; it was changed or moved.', {
      cause,
      detail: contextOf(sealed),
    });
  }
}

/** Over a keyring, without a database in sight. */
export function makeSealingWith(keys: Keyring): Sealing {
  return {
    async seal({ tenant, subject, event, personal = [] }, fields) {
      const one = async ([field, value]: [string, unknown]): Promise<[string, Sealed]> => {
        const version = personal.includes(field) ? PERSONAL : HEALTH;
        const key = await keyToWrite(keys, tenant, keyName(subject, version));
        const context = { subject, event, field };
        return [field, { $sealed: `${version}.${encrypt(key.seal, pack(value), bound(version, tenant, context)).toString('base64url')}`, ...context }];
      };
      return Object.fromEntries(await Promise.all(Object.entries(fields).map(one)));
    },
    async open(tenant, values) {
      const nameOf = (value: Sealed) => keyName(value.subject, versionOf(value));
      const names = [...new Set(values.map(nameOf))];
      const found = await Promise.all(names.map((subject) => keys.subject({ tenant, subject }, 'leave')));
      const keyOf = new Map(names.map((name, i) => [name, found[i]]));
      return values.map((value) => {
        const key = keyOf.get(nameOf(value));
        if (key === 'destroyed') return SHREDDED;
        if (!key) throw new HubError('bug', 'sealing.key-missing', 'There is no key for this person in this tenant.', { detail: { subject: value.subject } });
        return openOne(key, tenant, value);
      });
    },
    fingerprint: async (tenant, subject, input) => hmac((await keyToWrite(keys, tenant, subject)).digest, input),
    tenantDigest: async (tenant, purpose, input) => hmac((await keys.tenant(tenant)).digest, purpose, input),
    destroyIdentity: (tenant, subject) => keys.destroy({ tenant, subject: subject + IDENTITY }),
    async destroySubject(tenant, subject) {
      const had = await Promise.all([keys.destroy({ tenant, subject }), keys.destroy({ tenant, subject: subject + IDENTITY })]);
      return had.includes(true);
    },
  };
}

/** Over the key database. `root`: what wraps the tenants' keys; `rootKey` alone: 32 bytes in memory, see root-key.ts. */
export type SealingOptions = { pool: Pool } & ({ root: RootKeys } | { rootKey: Buffer }) & Omit<KeyringOptions, 'rows' | 'root'>;
export const makeSealing = ({ pool, ...options }: SealingOptions): Sealing =>
  makeSealingWith(makeKeyring({ ...options, root: 'root' in options ? options.root : makeRootFile({ first: options.rootKey }), rows: makeKeyRows(pool) }));
