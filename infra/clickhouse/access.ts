// Users, policies and limits for analysts on a ClickHouse server that knows users: one user per tenant, whose name is the policy.
import { createHash, hkdfSync } from 'node:crypto';
import { ANALYTICS } from '#projections/warehouse/analytics/view.ts';
import { INNER_VIEWS, TENANT_TABLES } from '#projections/warehouse/schema.ts';
import type { LoginOf } from './analyst.ts';

const ROLE = 'hub_analyst';
const PREFIX = 'hub_tenant_';

/** The tenant's user and its password, which nobody has to keep: it comes from the hub's root key. */
export const loginsFrom =
  (rootKey: Buffer): LoginOf =>
  (tenant) => ({ username: `${PREFIX}${tenant}`, password: Buffer.from(hkdfSync('sha256', rootKey, tenant, 'hub/clickhouse', 32)).toString('base64url') });

/** Only reading; the hub sends its own limits with each query, and none may be above these. */
const LIMITS = [
  'readonly = 2',
  'allow_ddl = 0 CONST',
  'allow_introspection_functions = 0 CONST',
  'max_execution_time = 60 MIN 1 MAX 300',
  'max_memory_usage = 1000000000 MAX 4000000000',
  'max_rows_to_read = 200000000 MAX 1000000000',
  'max_result_bytes = 268435456 MAX 268435456',
  "result_overflow_mode = 'throw' CONST",
  'max_threads = 2 MAX 8',
].join(', ');

/** A restrictive policy shows nothing by itself: the permissive one beside it lets everybody else go on seeing everything. */
const policies = (table: string): string[] => [
  `CREATE ROW POLICY OR REPLACE hub_everything ON hub.${table} USING 1 AS PERMISSIVE TO ALL`,
  `CREATE ROW POLICY OR REPLACE hub_tenant ON hub.${table} USING concat('${PREFIX}', tenant) = currentUser() AS RESTRICTIVE TO ${ROLE}`,
];
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function userOf(tenant: string, loginOf: LoginOf): string[] {
  const { username, password } = loginOf(tenant);
  return [
    `CREATE USER OR REPLACE ${username} IDENTIFIED WITH sha256_hash BY '${sha256(password)}' SETTINGS PROFILE '${ROLE}'`,
    `GRANT ${ROLE} TO ${username}`,
    `SET DEFAULT ROLE ${ROLE} TO ${username}`,
  ];
}

/** Each may be repeated. Give them again after a migration that brought tables. */
export const accessStatements = (tenants: readonly string[], loginOf: LoginOf): string[] => [
  `CREATE SETTINGS PROFILE OR REPLACE ${ROLE} SETTINGS ${LIMITS}`,
  `CREATE ROLE IF NOT EXISTS ${ROLE}`,
  ...TENANT_TABLES.flatMap(policies),
  `GRANT SELECT ON ${ANALYTICS}.* TO ${ROLE}`,
  `REVOKE SELECT ON hub.* FROM ${ROLE}`,
  ...[...TENANT_TABLES, ...INNER_VIEWS].map((name) => `GRANT SELECT ON hub.${name} TO ${ROLE}`), // a table that comes later stays shut until it has its policy
  ...['databases', 'tables', 'columns'].map((table) => `GRANT SELECT ON system.${table} TO ${ROLE}`),
  ...tenants.flatMap((tenant) => userOf(tenant, loginOf)),
];

/** Tables with rows of tenants on which the policy does not stand; must be none before an analyst signs in. */
export const UNPROTECTED = `SELECT t.name AS name FROM system.tables AS t
  INNER JOIN system.columns AS c ON c.database = t.database AND c.table = t.name AND c.name = 'tenant'
  WHERE t.database = 'hub' AND t.engine LIKE '%MergeTree'
    AND t.name NOT IN (SELECT table FROM system.row_policies WHERE database = 'hub' AND short_name = 'hub_tenant' AND is_restrictive)`;
