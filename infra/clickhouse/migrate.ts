// Brings a warehouse to today's schema. ClickHouse has no transactions over DDL, so every step is written to be repeatable and is
// recorded after it ran: an interrupted run goes on where it stopped.
import { createHash } from 'node:crypto';
import { createClient } from '@clickhouse/client';
import { ANALYTICS_STATEMENTS } from '#projections/warehouse/analytics/dictionary.ts';
import { WAREHOUSE_MIGRATIONS } from '#projections/warehouse/schema.ts';
import { makeWarehouseClient, type WarehouseClient } from './client.ts';

/** `name` orders the steps and is for ever; `statements` must each be repeatable (`IF NOT EXISTS`). */
export type Migration = { readonly name: string; readonly statements: readonly string[] };
type MigrateOptions = {
  readonly url: string;
  readonly migrations?: readonly Migration[];
  readonly database?: string;
  /** Hears of each statement after it ran; a test dies here. */
  readonly onStep?: (name: string, statement: number) => void;
};

const RECORD = `CREATE TABLE IF NOT EXISTS schema_migrations (name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
  ENGINE = ReplacingMergeTree(applied_at) ORDER BY name`;

const DERIVED = 'analytics-';
const digest = (statements: readonly string[]) => createHash('sha256').update(statements.join('\n')).digest('hex').slice(0, 12);
/** The analysts' views hold no data: whenever one of them changes, all are made anew under the name of their text. */
const ANALYTICS_STEP: Migration = { name: `${DERIVED}${digest(ANALYTICS_STATEMENTS)}`, statements: ANALYTICS_STATEMENTS };

/** All steps in their order. */
export const migrationsOfToday: readonly Migration[] = [...WAREHOUSE_MIGRATIONS, ANALYTICS_STEP];

async function createDatabase(url: string, database: string): Promise<void> {
  const client = createClient({ url });
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` }).finally(() => client.close());
}

/** Of the analysts' views only the last that were made are there. */
async function applied(client: WarehouseClient): Promise<ReadonlySet<string>> {
  const rows = await client.query<{ name: string }>('SELECT name FROM schema_migrations FINAL ORDER BY applied_at DESC, name DESC');
  const names = rows.map(({ name }) => name);
  const latest = names.find((name) => name.startsWith(DERIVED));
  return new Set(names.filter((name) => name === latest || !name.startsWith(DERIVED)));
}

/** Applies what is not recorded yet, in the order of names, and answers those names. */
export async function migrateWarehouse({ url, migrations = migrationsOfToday, database = 'hub', onStep }: MigrateOptions): Promise<string[]> {
  await createDatabase(url, database);
  const client = makeWarehouseClient({ url, database });
  try {
    await client.command(RECORD);
    const done = await applied(client);
    const open = migrations.filter((step) => !done.has(step.name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const step of open) {
      for (const [i, statement] of step.statements.entries()) {
        await client.command(statement);
        onStep?.(step.name, i);
      }
      await client.insert('schema_migrations', [{ name: step.name }]);
      onStep?.(step.name, step.statements.length);
    }
    return open.map((step) => step.name);
  } finally {
    await client.close();
  }
}
