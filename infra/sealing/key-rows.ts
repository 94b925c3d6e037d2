// Wrapped keys in PostgreSQL. A destroyed subject keeps its row, without the key, so that nobody makes it a new one.
import type { Pool } from 'pg';
import { HubError } from '#domain/kernel/errors.ts';

export type SubjectName = { readonly tenant: string; readonly subject: string };
/** `wrapped` is null once destroyed. */
export type SubjectRow = { readonly wrapped: Buffer | null };
export type KeyRows = {
  tenant(tenant: string): Promise<Buffer | undefined>;
  /** The key that stands after this: the given one, or one that was there first. */
  addTenant(tenant: string, wrapped: Buffer): Promise<Buffer>;
  subjects(names: readonly SubjectName[]): Promise<(SubjectRow | undefined)[]>;
  addSubject(name: SubjectName, wrapped: Buffer): Promise<SubjectRow>;
  /** True when a key was there and is now gone. */
  destroy(name: SubjectName): Promise<boolean>;
};

const SCHEMA = `
create table if not exists tenant_keys (
  tenant text primary key,
  wrapped bytea not null,
  created_at timestamptz not null default now()
);
create table if not exists subject_keys (
  tenant text not null,
  subject text not null,
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  primary key (tenant, subject),
  check ((wrapped is null) = (destroyed_at is not null))
)`;
const SUBJECTS = `
select k.wrapped, k.tenant is not null as known
from unnest($1::text[], $2::text[]) with ordinality as asked(tenant, subject, n)
left join subject_keys k on k.tenant = asked.tenant and k.subject = asked.subject
order by asked.n`;
const DESTROY = `
insert into subject_keys (tenant, subject, wrapped, destroyed_at) values ($1, $2, null, now())
on conflict (tenant, subject) do update set wrapped = null, destroyed_at = now() where subject_keys.wrapped is not null
returning (xmax <> 0) as had_key`;

/** Creates what is missing; safe to run from several processes at once. */
export async function migrateKeys(pool: Pool): Promise<void> {
  const client = await pool.connect().catch(unavailable);
  try {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock(hashtext('hub_keys'))"); // `if not exists` alone can fail when raced
    await client.query(SCHEMA);
    await client.query('commit');
  } finally {
    client.release();
  }
}

export function makeKeyRows(pool: Pool): KeyRows {
  const ask = async <R extends object>(text: string, values: readonly unknown[]): Promise<R[]> =>
    (await pool.query<R>(text, values as unknown[]).catch(unavailable)).rows;
  const tenant = async (name: string) => (await ask<{ wrapped: Buffer }>('select wrapped from tenant_keys where tenant = $1', [name]))[0]?.wrapped;
  const subjects = async (names: readonly SubjectName[]) => {
    const rows = await ask<{ wrapped: Buffer | null; known: boolean }>(SUBJECTS, [names.map((n) => n.tenant), names.map((n) => n.subject)]);
    return rows.map(({ wrapped, known }) => (known ? { wrapped } : undefined));
  };
  return {
    tenant,
    subjects,
    async addTenant(name, wrapped) {
      await ask('insert into tenant_keys (tenant, wrapped) values ($1, $2) on conflict do nothing', [name, wrapped]);
      return (await tenant(name))!;
    },
    async addSubject(name, wrapped) {
      await ask('insert into subject_keys (tenant, subject, wrapped) values ($1, $2, $3) on conflict do nothing', [name.tenant, name.subject, wrapped]);
      return (await subjects([name]))[0]!;
    },
    async destroy(name) {
      return (await ask<{ had_key: boolean }>(DESTROY, [name.tenant, name.subject]))[0]?.had_key ?? false;
    },
  };
}

/** SQLSTATE classes that pass by themselves: connection, rollback, resources, operator; and everything that is no SQL error at all. */
function unavailable(error: unknown): never {
  const code = (error as { code?: unknown }).code;
  const isSql = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  if (isSql && !/^(08|40|53|57)/.test(code)) throw error;
  throw new HubError('unavailable', 'keys.unavailable', 'The key database does not answer.', { cause: error });
}
