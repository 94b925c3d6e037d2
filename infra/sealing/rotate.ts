// New versions of keys, and what is stored wrapped anew under them. What is left to do is what the tables say, so stopping anywhere and
// starting again goes on; and a key destroyed meanwhile stays destroyed.
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { HubError } from '#domain/kernel/errors.ts';
import { decrypt, encrypt } from './aead.ts';
import { makeKeyRows, unavailable } from './key-rows.ts';
import { openTenant, subjectBinding, tenantBinding } from './keyring.ts';
import type { RootKeys } from './root-keys.ts';

const PART = 500;
type Deps = { readonly pool: Pool; readonly root: RootKeys };
export type Progress = (done: number) => void;
type Subject = { readonly subject: string; readonly wrapped: Buffer; readonly version: number };

/** A new version of one tenant's key; what is sealed for new people uses it from now on. Answers its number. */
export async function rotateTenant({ pool, root }: Deps, tenant: string): Promise<number> {
  const rows = makeKeyRows(pool);
  const version = ((await rows.tenants([tenant]))[0]!.at(-1)?.version ?? 0) + 1;
  if (version === 1) throw new HubError('not-found', 'keys.tenant-unknown', `There is no key of a tenant ${tenant}.`);
  await rows.addTenant(tenant, { version, wrapped: await root.wrap(randomBytes(32), tenantBinding(tenant)) });
  return version;
}

/** Wraps the tenant's people's keys by its newest version, part by part; answers how many. */
export async function rewrapTenant({ pool, root }: Deps, tenant: string, told: Progress = () => {}): Promise<number> {
  const { version, wraps } = await openTenant(root, tenant, (await makeKeyRows(pool).tenants([tenant]))[0]!);
  for (let done = 0; ; told(done)) {
    const { rows } = await pool
      .query<Subject>('select subject, wrapped, version from subject_keys where tenant = $1 and version < $2 and wrapped is not null limit $3', [
        tenant,
        version,
        PART,
      ])
      .catch(unavailable);
    if (rows.length === 0) return done;
    const anew = rows.map(({ subject, wrapped, version: old }) => {
      const bound = subjectBinding({ tenant, subject });
      return encrypt(wraps.get(version)!, decrypt(wraps.get(old)!, wrapped, bound), bound);
    });
    const { rowCount } = await pool
      .query(
        `update subject_keys k set wrapped = n.wrapped, version = $2 from unnest($3::text[], $4::bytea[], $5::bytea[]) as n(subject, old, wrapped)
         where k.tenant = $1 and k.subject = n.subject and k.wrapped = n.old`,
        [tenant, version, rows.map(({ subject }) => subject), rows.map(({ wrapped }) => wrapped), anew],
      )
      .catch(unavailable);
    done += rowCount ?? 0;
  }
}

/** Wraps every tenant's key by the newest version of the root key; answers how many were not yet. */
export async function rewrapRoot({ pool, root }: Deps, told: Progress = () => {}): Promise<number> {
  let [done, after] = [0, ['', 0] as [string, number]];
  for (;;) {
    const { rows } = await pool
      .query<{ tenant: string; version: number; wrapped: Buffer }>(
        'select tenant, version, wrapped from tenant_keys where (tenant, version) > ($1, $2) order by tenant, version limit $3',
        [...after, PART],
      )
      .catch(unavailable);
    for (const { tenant, version, wrapped } of rows) {
      const anew = await root.rewrap(wrapped, tenantBinding(tenant));
      if (anew.equals(wrapped)) continue;
      await pool
        .query('update tenant_keys set wrapped = $3 where tenant = $1 and version = $2 and wrapped = $4', [tenant, version, anew, wrapped])
        .catch(unavailable);
      told((done += 1));
    }
    const last = rows.at(-1);
    if (!last) return done;
    after = [last.tenant, last.version];
  }
}
