// Seals and opens personal and health fields, each bound to its tenant, person, event and field, so that it cannot be moved.
import { createHmac, type KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { HubError } from '#domain/kernel/errors.ts';
import { type Fingerprint, type Open, type Seal, type Sealed, SHREDDED, type TenantDigest } from '#domain/kernel/sealing.ts';
import { decrypt, encrypt } from './aead.ts';
import { makeKeyRows } from './key-rows.ts';
import { type Keyring, type KeyringOptions, makeKeyring, type SubjectKey } from './keyring.ts';
import { pack, unpack } from './packing.ts';

export { migrateKeys } from './key-rows.ts';

const VERSION = '1';

/** `destroySubject` answers true when there was a key to destroy; from then on that person's values open as SHREDDED, and nothing more can be sealed for them. */
export type Sealing = {
  readonly seal: Seal;
  readonly open: Open;
  readonly fingerprint: Fingerprint;
  readonly tenantDigest: TenantDigest;
  readonly destroySubject: (tenant: string, subject: string) => Promise<boolean>;
};

const bound = (tenant: string, { subject, event, field }: Omit<Sealed, '$sealed'>) => [VERSION, tenant, subject, event, field];
const hmac = (key: KeyObject, ...parts: string[]) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');

async function keyToWrite(keys: Keyring, tenant: string, subject: string): Promise<SubjectKey> {
  const key = await keys.subject({ tenant, subject }, 'make');
  if (!key || key === 'destroyed') throw new HubError('conflict', 'subject.erased', 'This person was erased; nothing more can be stored about them.');
  return key;
}

function openOne(key: SubjectKey, tenant: string, { $sealed, ...context }: Sealed): unknown {
  try {
    const [version, body] = $sealed.split('.');
    if (version !== VERSION || !body) throw new Error('not in a known format');
    return unpack(decrypt(key.seal, Buffer.from(body, 'base64url'), bound(tenant, context)));
  } catch (cause) {
    throw new HubError('bug', 'sealing.not-openable', 'A sealed value does not open where it stands; it was changed or moved.', { cause, detail: context });
  }
}

/** Over a keyring, without a database in sight. */
export function makeSealingWith(keys: Keyring): Sealing {
  return {
    async seal({ tenant, subject, event }, fields) {
      const key = await keyToWrite(keys, tenant, subject);
      const one = ([field, value]: [string, unknown]): [string, Sealed] => {
        const context = { subject, event, field };
        return [field, { $sealed: `${VERSION}.${encrypt(key.seal, pack(value), bound(tenant, context)).toString('base64url')}`, ...context }];
      };
      return Object.fromEntries(Object.entries(fields).map(one));
    },
    async open(tenant, values) {
      const subjects = [...new Set(values.map(({ subject }) => subject))];
      const found = await Promise.all(subjects.map((subject) => keys.subject({ tenant, subject }, 'leave')));
      const keyOf = new Map(subjects.map((subject, i) => [subject, found[i]]));
      return values.map((value) => {
        const key = keyOf.get(value.subject);
        if (key === 'destroyed') return SHREDDED;
        if (!key) throw new HubError('bug', 'sealing.key-missing', 'There is no key for this person in this tenant.', { detail: { subject: value.subject } });
        return openOne(key, tenant, value);
      });
    },
    fingerprint: async (tenant, subject, input) => hmac((await keyToWrite(keys, tenant, subject)).digest, input),
    tenantDigest: async (tenant, purpose, input) => hmac((await keys.tenant(tenant)).digest, purpose, input),
    destroySubject: (tenant, subject) => keys.destroy({ tenant, subject }),
  };
}

/** Over the key database. `rootKey`: 32 bytes, see root-key.ts. */
export const makeSealing = ({ pool, ...options }: { pool: Pool } & Omit<KeyringOptions, 'rows'>): Sealing =>
  makeSealingWith(makeKeyring({ ...options, rows: makeKeyRows(pool) }));
