// Everything the hub's stores hold, as text: PostgreSQL and ClickHouse compress what their files hold, so the files alone would not tell.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { Client } from 'pg';
import { ok } from 'uvu/assert';

export type Contents = { readonly tables: readonly string[]; readonly text: string };

/** Every row of every table of one database. */
export async function postgresContents(url: string): Promise<Contents> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const tables = await client.query<{ name: string; table: string }>(
    "select format('%I.%I', schemaname, tablename) as name, tablename as table from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  ok(tables.rows.length > 0);
  const texts: string[] = [];
  for (const { name } of tables.rows) texts.push(...(await client.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => row));
  await client.end();
  return { tables: tables.rows.map(({ table }) => table), text: texts.join('\n') };
}

const TABLES =
  "select database, name from system.tables where database not in ('system', 'INFORMATION_SCHEMA', 'information_schema') and engine not like '%View'";

/** Every row of every table of the warehouse. */
export async function clickHouseContents(url: string): Promise<Contents> {
  const client = createClient({ url });
  const tables = await (await client.query({ query: TABLES, format: 'JSONEachRow' })).json<{ database: string; name: string }>();
  ok(tables.length > 0);
  const texts: string[] = [];
  for (const { database, name } of tables) texts.push(await (await client.query({ query: `select * from ${database}.${name}`, format: 'JSONEachRow' })).text());
  await client.close();
  return { tables: tables.map(({ name }) => name), text: texts.join('\n') };
}

export const filesOf = (folder: string): string[] =>
  globSync(`${folder}/**/*`, { withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name));
