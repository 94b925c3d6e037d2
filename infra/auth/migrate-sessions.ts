// Where sessions live. The application's role sees a session only by its id and a token only by its hash, each named for one
// transaction (`app.session`, `app.token_hash`): a query that forgets its condition finds nothing, and nobody can list sessions.
import { type Pool, transaction } from '../postgres/pool.ts';

const named = (setting: string): string => `nullif(current_setting('${setting}', true), '')`;
const LOCK = 0x5e5510;

const STATEMENTS = [
  `create table if not exists sessions (
     id uuid primary key, email_key text not null, tenant text not null, accounts jsonb not null,
     created_at timestamptz not null, expires_at timestamptz not null, ended_at timestamptz)`,
  `create table if not exists session_tokens (
     hash bytea primary key, session_id uuid not null references sessions on delete cascade, used_at timestamptz)`,
  'create index if not exists session_tokens_session on session_tokens (session_id)',
  'create index if not exists sessions_expiry on sessions (expires_at)',
  ...['sessions', 'session_tokens'].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `drop policy if exists named on ${table}`,
  ]),
  `create policy named on sessions using (id = ${named('app.session')}::uuid or (expires_at < now() and ${named('app.purge')} = 'on'))`,
  `create policy named on session_tokens using (session_id = ${named('app.session')}::uuid or hash = decode(${named('app.token_hash')}, 'hex'))`,
];

/** Creates the tables or changes nothing. `owner` connects as the database's owner; `role` is the application's. Safe to run from several processes. */
export async function migrateSessions(owner: Pool, role = 'hub_app'): Promise<void> {
  if (!/^[a-z_]+$/.test(role)) throw new Error(`${role} is not a role name`);
  await transaction(owner, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    for (const statement of STATEMENTS) await client.query(statement);
    await client.query(`grant select, insert, update, delete on sessions, session_tokens to ${role}`);
  });
}
