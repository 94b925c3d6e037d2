// The warehouse as ClickHouse keeps it. Tenant first in every sort key; every sort key is unique per row, so the engine never folds
// two facts into one and FINAL is only the second line after the deduplication token. No partitions: one block is one atomic part.
import { CASE_VIEWS, CLINICAL_VIEWS, EVENT_VIEWS, RECOMMENDATION_VIEWS } from './views.ts';

const time = "DateTime64(3, 'UTC')";
const word = 'LowCardinality(String)';

/** Blocks remembered for deduplication; a retry comes at once, never thousands of blocks later. */
const engine = (order: string) => `ENGINE = ReplacingMergeTree(position) ORDER BY (${order})
  SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1`;
const table = (name: string, columns: string, order: string) =>
  `CREATE TABLE IF NOT EXISTS ${name} (${columns}, INDEX by_position position TYPE minmax GRANULARITY 1) ${engine(order)}`;

const EVENTS = table(
  'events',
  `tenant ${word}, slice ${word}, stream String, revision UInt64, position UInt64, event_id String, type ${word}, schema UInt16,
  recorded_at ${time}, occurred_at ${time}, actor_kind ${word}, actor_role ${word}, actor String,
  correlation_id String, causation_id String, data String, fed_at DateTime('UTC') DEFAULT now()`,
  'tenant, slice, stream, revision',
);
const CASE_FACTS = table(
  'case_facts',
  `tenant ${word}, case_id String, revision UInt64, position UInt64, fact ${word}, stage ${word}, from_stage ${word}, at ${time},
  patient String, procedure_system ${word}, procedure_code ${word}, decision ${word}, actor_kind ${word}, actor_role ${word}`,
  'tenant, case_id, revision',
);
const RECOMMENDATION_FACTS = table(
  'recommendation_facts',
  `tenant ${word}, recommendation_id String, revision UInt64, position UInt64, fact ${word}, at ${time}, case_id String, patient String,
  level ${word}, rule ${word}, version ${word}, wording ${word}, missing Array(${word}), reason ${word}, actor_kind ${word}, actor_role ${word}`,
  'tenant, recommendation_id, revision',
);
const PATIENT_FACTS = table(
  'patient_facts',
  `tenant ${word}, patient String, revision UInt64, position UInt64, birth_from UInt16, sex ${word}, country ${word}, language ${word}, registered UInt8`,
  'tenant, patient, revision',
);
const CLINICAL_FACTS = table(
  'clinical_facts',
  `tenant ${word}, patient String, resource String, revision UInt64, part UInt16, position UInt64, kind ${word}, status ${word},
  code_system ${word}, code ${word}, unit ${word}, value Nullable(Float64), value_system ${word}, value_code ${word}, month Nullable(Date32)`,
  'tenant, patient, revision, part',
);

export const TABLES = ['events', 'case_facts', 'recommendation_facts', 'patient_facts', 'clinical_facts'] as const;
export type Table = (typeof TABLES)[number];

/** Applied in the order of names, each once; a name is for ever. */
export const WAREHOUSE_MIGRATIONS = [
  { name: '001-tables', statements: [EVENTS, CASE_FACTS, RECOMMENDATION_FACTS, PATIENT_FACTS, CLINICAL_FACTS] },
  { name: '002-views', statements: [...EVENT_VIEWS, ...CASE_VIEWS, ...RECOMMENDATION_VIEWS, ...CLINICAL_VIEWS] },
] as const;

/** Part of every deduplication token and ledger row: raise it to load everything anew into fresh tables. */
export const FEED_VERSION = 1;
