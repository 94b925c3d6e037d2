// Where sessions live. The application's role sees a session only by its id or by a membership it holds and a token only by its hash,
// each named for one transaction (`app.session`, `app.member`, `app.token_hash`): a query that forgets its condition finds nothing.
import { type Pool, transaction } from '../postgres/pool.ts';

const named = (setting: string): string => `nullif(current_setting('${setting}', true), '')`;
const LOCK = 0x5e5510;

const STATEMENTS = [
  `create table if not exists sessions (
     id uuid primary key, email_key text not null, tenant text not null, accounts jsonb not null,
     created_at timestamptz not null, expires_at timestamptz not null, ended_at timestamptz)`,
  `create table if not exists session_tokens (
     hash bytea primary key, session_id uuid not null references sessions on delete cascade, used_at timestamptz)`,
  "alter table sessions add column if not exists device text not null default '?'",
  'alter table sessions add column if not exists last_used_at timestamptz not null default now()',
  `create table if not exists sign_in_attempts (
     key bytea primary key, failures int not null, last_at timestamptz not null, wait_until timestamptz not null)`,
  'create index if not exists session_tokens_session on session_tokens (session_id)',
  'create index if not exists sessions_expiry on sessions (expires_at)',
  `create table if not exists factor_uses (
     factor uuid not null, mark text not null, used_at timestamptz not null, primary key (factor, mark))`,
  'create table if not exists key_uses (tenant text not null, id uuid not null, used_at timestamptz not null, primary key (tenant, id))',
  'create index if not exists sessions_end on sessions (ended_at) where ended_at is not null',
  ...['sessions', 'session_tokens', 'sign_in_attempts', 'factor_uses', 'key_uses'].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `drop policy if exists named on ${table}`,
  ]),
  `create policy named on sessions using (id = ${named('app.session')}::uuid or accounts @> ${named('app.member')}::jsonb
     or (ended_at is not null and ${named('app.ended')} = 'on') or (expires_at < now() and ${named('app.purge')} = 'on'))`,
  `create policy named on factor_uses using (factor = ${named('app.factor')}::uuid or ${named('app.purge')} = 'on')`,
  `create policy named on sign_in_attempts using (key = decode(${named('app.attempt')}, 'hex') or ${named('app.purge')} = 'on')`,
  `create policy named on key_uses using (tenant = ${named('app.tenant_id')})`,
  `create policy named on session_tokens using (session_id = ${named('app.session')}::uuid or hash = decode(${named('app.token_hash')}, 'hex'))`,
];

/** Creates the tables or changes nothing. `owner` connects as the database's owner; `role` is the application's. Safe to run from several processes. */
export async function migrateSessions(owner: Pool, role = 'hub_app'): Promise<void> {
  if (!/^[a-z_]+$/.test(role)) throw new Error(`${role} is not a role name`);
  await transaction(owner, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    for (const statement of STATEMENTS) await client.query(statement);
    await client.query(`grant select, insert, update, delete on sessions, session_tokens, sign_in_attempts, factor_uses, key_uses to ${role}`);
  });
}
