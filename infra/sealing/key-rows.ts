// Wrapped keys in PostgreSQL. A destroyed subject keeps its row, without the key, so that nobody makes it a new one.
import type { Pool } from 'pg';
import { HubError } from '#domain/kernel/errors.ts';

export type SubjectName = { readonly tenant: string; readonly subject: string };
/** `wrapped` is null once destroyed. `version`: of the tenant key that wraps it. */
export type SubjectRow = { readonly wrapped: Buffer | null; readonly version: number };
export type NewSubject = SubjectName & { readonly wrapped: Buffer; readonly version: number };
export type TenantRow = { readonly version: number; readonly wrapped: Buffer };
export type KeyRows = {
  /** All versions of each, the first first. */
  tenants(names: readonly string[]): Promise<(readonly TenantRow[])[]>;
  /** The versions that stand after this: with the given one, or with one that was there first. */
  addTenant(tenant: string, row: TenantRow): Promise<readonly TenantRow[]>;
  subjects(names: readonly SubjectName[]): Promise<(SubjectRow | undefined)[]>;
  /** What stands after this, in their order: the given ones, or those that were there first. */
  addSubjects(rows: readonly NewSubject[]): Promise<SubjectRow[]>;
  /** True when a key was there and is now gone. Every process that watches is told. */
  destroy(name: SubjectName): Promise<boolean>;
};

/** Told with `tenant/subject` when a key was destroyed, and with `tenant/` when a tenant has a new version. */
export const KEYS_CHANNEL = 'hub_keys';
const SCHEMA = `
create table if not exists tenant_keys (
  tenant text not null,
  version int not null default 1,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant, version)
);
alter table tenant_keys add column if not exists version int not null default 1;
do $$ begin
  if (select array_length(conkey, 1) from pg_constraint where conname = 'tenant_keys_pkey') = 1 then
    alter table tenant_keys drop constraint tenant_keys_pkey, add primary key (tenant, version);
  end if;
end $$;
create table if not exists subject_keys (
  tenant text not null,
  subject text not null,
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  primary key (tenant, subject),
  check ((wrapped is null) = (destroyed_at is not null))
);
alter table subject_keys add column if not exists version int not null default 1;
create table if not exists erasures_applied (
  one boolean primary key default true check (one),
  revision int not null,
  at timestamptz not null default now()
)`;
const SUBJECTS = `
select k.wrapped, k.version, k.tenant is not null as known
from unnest($1::text[], $2::text[]) with ordinality as asked(tenant, subject, n)
left join subject_keys k on k.tenant = asked.tenant and k.subject = asked.subject
order by asked.n`;
/** In one order, so that two who add the same at once do not wait for each other. */
const ADD_SUBJECTS = `
insert into subject_keys (tenant, subject, wrapped, version)
select * from unnest($1::text[], $2::text[], $3::bytea[], $4::int[]) as new(tenant, subject, wrapped, version) order by tenant, subject
on conflict do nothing`;
const DESTROY = `
with gone as (
  insert into subject_keys (tenant, subject, wrapped, destroyed_at) values ($1, $2, null, now())
  on conflict (tenant, subject) do update set wrapped = null, destroyed_at = now() where subject_keys.wrapped is not null
  returning (xmax <> 0) as had_key
)
select had_key, pg_notify('${KEYS_CHANNEL}', $1 || '/' || $2) from gone`;

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
  const tenants = async (names: readonly string[]) => {
    const text = 'select tenant, version, wrapped from tenant_keys where tenant = any($1) order by version';
    const found = Map.groupBy(await ask<TenantRow & { tenant: string }>(text, [names]), ({ tenant }) => tenant);
    return names.map((name) => (found.get(name) ?? []).map(({ version, wrapped }) => ({ version, wrapped })));
  };
  const subjects = async (names: readonly SubjectName[]) => {
    const rows = await ask<SubjectRow & { known: boolean }>(SUBJECTS, [names.map((n) => n.tenant), names.map((n) => n.subject)]);
    return rows.map(({ wrapped, version, known }) => (known ? { wrapped, version } : undefined));
  };
  return {
    tenants,
    subjects,
    async addTenant(name, { version, wrapped }) {
      await ask(
        "with made as (insert into tenant_keys (tenant, version, wrapped) values ($1, $2, $3) on conflict do nothing returning 1) select pg_notify($4, $1 || '/') from made",
        [name, version, wrapped, KEYS_CHANNEL],
      );
      return (await tenants([name]))[0]!;
    },
    async addSubjects(added) {
      const columns = [added.map(({ tenant }) => tenant), added.map(({ subject }) => subject), added.map((a) => a.wrapped), added.map((a) => a.version)];
      await ask(ADD_SUBJECTS, columns);
      return (await subjects(added)) as SubjectRow[];
    },
    async destroy(name) {
      return (await ask<{ had_key: boolean }>(DESTROY, [name.tenant, name.subject]))[0]?.had_key ?? false;
    },
  };
}

/** SQLSTATE classes that pass by themselves: connection, rollback, resources, operator; and everything that is no SQL error at all. */
export function unavailable(error: unknown): never {
  if (error instanceof HubError) throw error;
  const code = (error as { code?: unknown }).code;
  const isSql = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  if (isSql && !/^(08|40|53|57)/.test(code)) throw error;
  throw new HubError('unavailable', 'keys.unavailable', 'The key database does not answer.', { cause: error });
}
