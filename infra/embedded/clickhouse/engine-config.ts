// Configuration of the embedded engine: acknowledged inserts are on disk, and the one user may not reach outside the data folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TENANT_TABLES } from '#projections/warehouse/schema.ts';

/** Everything a warehouse needs and nothing that leads out of it: file(), url(), remote(), other databases and BACKUP need grants not given here. */
const GRANTS =
  'SHOW, SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP, TRUNCATE, OPTIMIZE, dictGet, KILL QUERY, SHOW ROW POLICIES, SYSTEM MERGES, SYSTEM FLUSH LOGS';

/**
 * There are no users here to tell analysts by, so a request says for whom it asks in `log_comment` and is read-only: then every table
 * shows that tenant's rows alone, also below views. The gate refuses whatever could change a setting on the way.
 */
const OWN_ROWS = "getSetting('log_comment') = '' OR tenant = getSetting('log_comment')";
const POLICIES = TENANT_TABLES.map((table) => `<${table}><filter>${OWN_ROWS}</filter></${table}>`).join('');

const server = (users: string) => `<clickhouse>
  <users_config>${users}</users_config>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
    <min_compressed_bytes_to_fsync_after_merge>1</min_compressed_bytes_to_fsync_after_merge>
  </merge_tree>
</clickhouse>
`;
const USERS = `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password/>
      <networks><ip>::/0</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <databases><hub>${POLICIES}</hub></databases>
      <grants><query>GRANT ${GRANTS} ON *.*</query></grants>
    </default>
  </users>
</clickhouse>
`;
const escaped = (path: string) => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Writes both files under `data` and answers where the store lies and the arguments that make chdb read them. */
export function engineConfig(data: string): { store: string; connectionArgs: string[] } {
  const store = join(data, 'store');
  mkdirSync(store, { recursive: true, mode: 0o700 });
  const users = join(data, 'users.xml');
  const config = join(data, 'config.xml');
  writeFileSync(users, USERS, { mode: 0o600 });
  writeFileSync(config, server(escaped(users)), { mode: 0o600 });
  return { store, connectionArgs: [`--config-file=${config}`] };
}
