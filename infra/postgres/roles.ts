// The two login roles besides the owner. Neither owns a table, neither may pass row-level security, and the application only reads views.
import type { PoolClient } from 'pg';
import { APP_ROLE, PROJECTOR_ROLE } from '#projections/kernel/table.ts';

export type Passwords = { readonly app: string; readonly projector: string };
const LIMITS = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls inherit';

async function role(client: PoolClient, name: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  if (!rowCount) await client.query(`create role ${name} ${LIMITS} password ${client.escapeLiteral(password)}`);
  else await client.query(`alter role ${name} login password ${client.escapeLiteral(password)}`);
}

/** Creates the roles, or gives them these passwords. The owner needs the right to create roles. */
export async function ensureRoles(client: PoolClient, passwords: Passwords): Promise<void> {
  await role(client, APP_ROLE, passwords.app);
  await role(client, PROJECTOR_ROLE, passwords.projector);
}

/** What each role may do with `tables`; anything granted before and not meant any more is taken back. */
export async function grant(client: PoolClient, tables: readonly string[]): Promise<void> {
  const names = tables.map((t) => client.escapeIdentifier(t)).join(', ');
  await client.query('revoke create on schema public from public');
  await client.query(`grant usage on schema public to ${APP_ROLE}, ${PROJECTOR_ROLE}`);
  await client.query(`revoke all on ${names} from public, ${APP_ROLE}, ${PROJECTOR_ROLE}`);
  await client.query(`grant select on ${names} to ${APP_ROLE}`);
  await client.query(`grant select, insert, update, delete on ${names} to ${PROJECTOR_ROLE}`);
}
