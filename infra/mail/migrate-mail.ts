// Where mails wait and what their links lead to. No address and no text stands here: both are made when a mail is sent.
import { type Pool, transaction } from '../postgres/pool.ts';

const LOCK = 0x3a115;
const hash = "decode(nullif(current_setting('app.token_hash', true), ''), 'hex')";
const working = "current_setting('app.mail', true) = 'on'";

const STATEMENTS = [
  `create table if not exists mails (
     id uuid primary key, kind text not null, email_key text not null, tenant text, member_id uuid, made_at timestamptz not null default now(),
     due_at timestamptz not null default now(), attempts int not null default 0, sent_at timestamptz, given_up_at timestamptz, fault text)`,
  'create index if not exists mails_due on mails (due_at) where sent_at is null and given_up_at is null',
  `create table if not exists mail_links (
     hash bytea primary key, mail uuid not null references mails on delete cascade, expires_at timestamptz not null, used_at timestamptz)`,
  ...['mails', 'mail_links'].flatMap((table) => [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `drop policy if exists named on ${table}`,
  ]),
  `create policy named on mails using (${working})`,
  `create policy named on mail_links using (hash = ${hash} or ${working})`,
];

/** Creates the tables or changes nothing. `owner` connects as the database's owner; `role` is the application's. */
export async function migrateMail(owner: Pool, role = 'hub_app'): Promise<void> {
  if (!/^[a-z_]+$/.test(role)) throw new Error(`${role} is not a role name`);
  await transaction(owner, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    for (const statement of STATEMENTS) await client.query(statement);
    await client.query(`grant select, insert, update, delete on mails, mail_links to ${role}`);
  });
}
