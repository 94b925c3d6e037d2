// The data dictionary: what each view and column means. One name means one thing in every view; a view says where it differs.
import { view as create } from '../ddl.ts';
import { CONTACTS } from './contacts.ts';
import { DISCLOSURES } from './disclosures.ts';
import { HEALTH } from './health.ts';
import { MEANINGS } from './meanings.ts';
import { OPERATIONS } from './operations.ts';
import { OUTCOMES } from './outcomes.ts';
import { ANALYTICS, type AnalystView, createOf, type Words } from './view.ts';

export const ANALYST_VIEWS: readonly AnalystView[] = [...OPERATIONS, ...CONTACTS, ...DISCLOSURES, ...HEALTH, OUTCOMES];

/** What a column of a view means; undefined for one that nobody has described. */
export const meaningOf = (view: AnalystView, column: string): Words | undefined => view.columns?.[column] ?? MEANINGS[column];

const literal = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const pair = ({ tr, en }: Words) => `(${literal(tr)}, ${literal(en)})`;
const mapOf = (entries: readonly (readonly [string, Words])[]) => `map(${entries.map(([name, words]) => `${literal(name)}, ${pair(words)}`).join(', ')})`;

const OWN = ANALYST_VIEWS.flatMap((view) => Object.entries(view.columns ?? {}).map(([column, words]) => [`${view.name}.${column}`, words] as const));
const MEANS = `meanings[if(mapContains(meanings, concat(c.table, '.', c.name)), concat(c.table, '.', c.name), c.name)]`;

/** The dictionary as a view of the warehouse itself, for tools that only speak SQL. Types are the engine's own. */
const DICTIONARY = create(
  `${ANALYTICS}.dictionary`,
  `WITH ${mapOf(ANALYST_VIEWS.map((view) => [view.name, view.about]))} AS views, ${mapOf([...OWN, ...Object.entries(MEANINGS)])} AS meanings
    SELECT c.table AS view, views[c.table].1 AS view_tr, views[c.table].2 AS view_en, c.name AS column, c.type AS type, ${MEANS}.1 AS column_tr, ${MEANS}.2 AS column_en
    FROM system.columns AS c WHERE c.database = '${ANALYTICS}' AND mapContains(views, c.table) ORDER BY c.table, c.position`,
);

/** What ordinary tools ask a server about itself, narrowed to what an analyst may read. */
const SYSTEM = [
  create(`${ANALYTICS}.system_databases`, `SELECT name, engine, '' AS comment FROM system.databases WHERE name = '${ANALYTICS}'`),
  create(
    `${ANALYTICS}.system_tables`,
    `SELECT database, name, 'View' AS engine, comment, 0 AS is_temporary, '' AS primary_key, '' AS sorting_key, CAST(NULL AS Nullable(UInt64)) AS total_rows,
      CAST(NULL AS Nullable(UInt64)) AS total_bytes FROM system.tables WHERE database = '${ANALYTICS}' AND NOT startsWith(name, 'system_')`,
  ),
  create(
    `${ANALYTICS}.system_columns`,
    `SELECT database, table, name, type, position, '' AS default_kind, '' AS default_expression, comment, 0 AS is_in_primary_key, 0 AS is_in_sorting_key
      FROM system.columns WHERE database = '${ANALYTICS}' AND NOT startsWith(table, 'system_')`,
  ),
  // Clients look here for what they may set, which is nothing.
  create(
    `${ANALYTICS}.system_settings`,
    `SELECT '' AS name, '' AS value, toUInt8(0) AS changed, '' AS description, CAST(NULL AS Nullable(String)) AS min, CAST(NULL AS Nullable(String)) AS max,
      toUInt8(0) AS readonly, '' AS type WHERE 0`,
  ),
];

/** Everything an analyst may read, made anew whenever one of these statements changes. */
export const ANALYTICS_STATEMENTS: readonly string[] = [
  `DROP DATABASE IF EXISTS ${ANALYTICS} SYNC`,
  `CREATE DATABASE ${ANALYTICS}`,
  ...ANALYST_VIEWS.map(createOf),
  DICTIONARY,
  ...SYSTEM,
];
/** The names an analyst's statement may read from. */
export const READABLE: readonly string[] = [
  ...ANALYST_VIEWS.map((view) => view.name),
  'dictionary',
  'system_databases',
  'system_tables',
  'system_columns',
  'system_settings',
];
