// Brings a warehouse to today's schema. ClickHouse has no transactions over DDL, so every step is written to be repeatable and is
// recorded after it ran: an interrupted run goes on where it stopped.
import { createClient } from '@clickhouse/client';
import { WAREHOUSE_MIGRATIONS } from '#projections/warehouse/schema.ts';
import { makeWarehouseClient } from './client.ts';

/** `name` orders the steps and is for ever; `statements` must each be repeatable (`IF NOT EXISTS`). */
export type Migration = { readonly name: string; readonly statements: readonly string[] };
type MigrateOptions = { readonly url: string; readonly migrations?: readonly Migration[]; readonly database?: string };

const RECORD = `CREATE TABLE IF NOT EXISTS schema_migrations (name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
  ENGINE = ReplacingMergeTree(applied_at) ORDER BY name`;

async function createDatabase(url: string, database: string): Promise<void> {
  const client = createClient({ url });
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` }).finally(() => client.close());
}

/** Applies what is not recorded yet, in the order of names, and answers those names. */
export async function migrateWarehouse({ url, migrations = WAREHOUSE_MIGRATIONS, database = 'hub' }: MigrateOptions): Promise<string[]> {
  await createDatabase(url, database);
  const client = makeWarehouseClient({ url, database });
  try {
    await client.command(RECORD);
    const done = new Set((await client.query<{ name: string }>('SELECT name FROM schema_migrations FINAL')).map((row) => row.name));
    const open = migrations.filter((step) => !done.has(step.name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const step of open) {
      for (const statement of step.statements) await client.command(statement);
      await client.insert('schema_migrations', [{ name: step.name }]);
    }
    return open.map((step) => step.name);
  } finally {
    await client.close();
  }
}
