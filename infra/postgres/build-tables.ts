// The tables of a build: a schema that looks like the hub's own, so that whatever writes views writes here unchanged. Indexes that only queries
// need come last, which makes the build faster.
import { APP_ROLE, PROJECTOR_ROLE } from '#projections/kernel/table.ts';
import { type Pool, type PoolClient, transaction } from './pool.ts';

const OWN = ['partitions', 'workers', 'view_versions', 'parked_events'];
/** A build has two connections to spare. */
const AT_ONCE = 2;
const SORTS_IN = '128MB';
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const KEYS = `select conname as name, pg_get_constraintdef(oid) as def from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u')`;
const POLICIES = `select policyname as name, array_to_string(roles, ', ') as roles, cmd, qual, with_check as "check" from pg_policies where schemaname = 'public' and tablename = $1`;

type Policy = { name: string; roles: string; cmd: string; qual: string | null; check: string | null };
const toPolicy = (table: string, { name, roles, cmd, qual, check }: Policy) =>
  `create policy ${quoted(name)} on ${table} for ${cmd} to ${roles}${qual ? ` using (${qual})` : ''}${check ? ` with check (${check})` : ''}`;

/** One table like the public one of that name: columns, keys, policies. */
async function copy(client: PoolClient, schema: string, name: string): Promise<void> {
  const [table, model] = [`${quoted(schema)}.${quoted(name)}`, `public.${quoted(name)}`];
  await client.query(`create table ${table} (like ${model} including all excluding indexes)`);
  for (const { name: key, def } of (await client.query<{ name: string; def: string }>(KEYS, [model])).rows)
    await client.query(`alter table ${table} add constraint ${quoted(key)} ${def}`);
  for (const policy of (await client.query<Policy>(POLICIES, [name])).rows) await client.query(toPolicy(table, policy));
  await client.query(`grant select on ${table} to ${APP_ROLE}`);
  await client.query(`grant select, insert, update, delete on ${table} to ${PROJECTOR_ROLE}`);
}

/** Policies hold from now on: before, nobody but the projector may enter the schema, and COPY is not for tables with policies that hold. */
export async function protect(client: PoolClient, schema: string, name: string): Promise<void> {
  const table = `${quoted(schema)}.${quoted(name)}`;
  await client.query(`alter table ${table} enable row level security`);
  await client.query(`alter table ${table} force row level security`);
}

/** Makes the schema with `tables` beside the live ones, or finds it as it was left: answers whether it is new. `client` is the owner's, in a transaction. */
export async function makeTables(client: PoolClient, schema: string, tables: readonly string[]): Promise<boolean> {
  const { rowCount: found } = await client.query('select from pg_namespace where nspname = $1', [schema]);
  await client.query(`create schema if not exists ${quoted(schema)}`);
  await client.query(`grant usage on schema ${quoted(schema)} to ${PROJECTOR_ROLE}`);
  for (const name of [...OWN, ...tables]) {
    const { rowCount } = await client.query('select from pg_tables where schemaname = $1 and tablename = $2', [schema, name]);
    if (!rowCount) await copy(client, schema, name);
  }
  return !found;
}

/** What makes the indexes in the build that the live tables have, under the same names, those of the largest tables first. */
async function missingIndexes(owner: Pool, schema: string, tables: readonly string[]): Promise<string[]> {
  const asked = `select indexdef as def, pg_relation_size(format('%I.%I', $1::text, tablename)) as size from pg_indexes
    where schemaname = 'public' and tablename = any($2) and not exists (select from pg_indexes mine where mine.schemaname = $1 and mine.indexname = pg_indexes.indexname)
    order by size desc`;
  const { rows } = await owner.query<{ def: string }>(asked, [schema, tables]);
  return rows.map(({ def }) =>
    def.replace(/^CREATE (UNIQUE )?INDEX (.+?) ON public\./, (_, unique = '', index) => `CREATE ${unique}INDEX IF NOT EXISTS ${index} ON ${quoted(schema)}.`),
  );
}

/** The indexes that the live tables have and the build has not, several at once; whatever is there when it is cut off stays. */
export async function makeIndexes(owner: Pool, schema: string, tables: readonly string[]): Promise<void> {
  const left = await missingIndexes(owner, schema, tables);
  const make = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const statement = next;
      await transaction(owner, async (client) => {
        await client.query(`set local maintenance_work_mem = '${SORTS_IN}'`);
        await client.query(statement);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, make));
}

export const dropTables = async (pool: Pool | PoolClient, schema: string): Promise<void> =>
  void (await pool.query(`drop schema if exists ${quoted(schema)} cascade`));

/** An owner who is no superuser is bound by forced policies like everybody else; within `work` it may write what only the projector may. In a transaction. */
export async function unforced(client: PoolClient, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  for (const table of tables) await client.query(`alter table ${table} no force row level security`);
  await work();
  for (const table of tables) await client.query(`alter table ${table} force row level security`);
}
