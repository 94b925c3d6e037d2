// Brings the database to the shape that the entities in projections/*/table.ts describe. Views can be rebuilt from the log, so their
// schema has no history of its own: the difference is computed and applied.
import type { EntitySchema } from '@mikro-orm/postgresql';
import { adoptCheckpoints } from './adopt.ts';
import { makePool, type Pool } from './pool.ts';
import { ensureRoles, grant, type Passwords } from './roles.ts';
import { makeOrm, tablesOf } from './tables.ts';

export type MigrateOptions = { readonly url: string; readonly passwords: Passwords; readonly entities?: EntitySchema[] };
const LOCK = 0x51c40;
/** Only adds: a column or table that nothing describes any more stays until somebody removes it knowingly. */
const ADDITIVE = { safe: true, dropTables: false } as const;

async function locked<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const holder = await pool.connect();
  try {
    await holder.query('select pg_advisory_lock($1)', [LOCK]);
    return await work();
  } finally {
    await holder.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {});
    holder.release();
  }
}

/** Creates or changes roles, tables, policies and grants; answers the SQL that was needed, empty when none. `url` is the owner's. Safe to run from several processes at once. */
export async function migrate({ url, passwords, entities = tablesOf() }: MigrateOptions): Promise<string> {
  const pool = makePool({ url, max: 2, name: 'hub migrate' });
  const orm = makeOrm({ url, entities, max: 1 });
  try {
    return await locked(pool, async () => {
      const client = await pool.connect();
      try {
        await ensureRoles(client, passwords);
        const sql = (await orm.schema.getUpdateSchemaSQL(ADDITIVE)).trim();
        if (sql) await orm.schema.execute(sql, { wrap: false });
        const names = entities.map((e) => orm.getMetadata().getByClassName(e.meta.className!).tableName);
        await grant(client, names);
        await adoptCheckpoints(client);
        return sql;
      } finally {
        client.release();
      }
    });
  } finally {
    await orm.close(true);
    await pool.end();
  }
}
