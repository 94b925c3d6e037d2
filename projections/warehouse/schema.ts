// The warehouse as ClickHouse keeps it: its tables, and the migrations that make them.
import { APPOINTMENT_FACTS } from './appointment-facts.ts';
import { CARE_FACTS } from './care-facts.ts';
import { ORDER_FACTS, PAYMENT_FACTS } from './commerce-facts.ts';
import { CALL_FACTS, CONVERSATION_FACTS, DEVICE_FACTS } from './contact-facts.ts';
import { DISCLOSURE_FACTS } from './disclosure-facts.ts';
import { table, TIME as time, WORD as word } from './ddl.ts';
import type { FactTable } from './fact-table.ts';
import type { Fold } from './fold.ts';
import { CASE_VIEWS, CLINICAL_VIEWS, EVENT_VIEWS, RECOMMENDATION_VIEWS } from './views.ts';

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

/** Facts that come from operational fields alone, one row per event. */
const FACTS = {
  appointment_facts: APPOINTMENT_FACTS,
  order_facts: ORDER_FACTS,
  payment_facts: PAYMENT_FACTS,
  conversation_facts: CONVERSATION_FACTS,
  call_facts: CALL_FACTS,
  device_facts: DEVICE_FACTS,
  care_facts: CARE_FACTS,
} as const satisfies Record<string, FactTable>;

const FIRST = ['events', 'case_facts', 'recommendation_facts', 'patient_facts', 'clinical_facts'] as const;
export type Table = (typeof FIRST)[number] | keyof typeof FACTS | 'disclosure_facts';
/** The tables that the feed fills. */
export const TABLES: readonly Table[] = [...FIRST, ...(Object.keys(FACTS) as (keyof typeof FACTS)[]), 'disclosure_facts'];
export const FACT_FOLDS = Object.fromEntries(Object.entries(FACTS).map(([name, { fold }]) => [name, fold])) as Readonly<Record<keyof typeof FACTS, Fold>>;

/**
 * What each block brought, by tenant, day and type, kept by the engine itself. Blocks are the same whenever they are tried again, so a
 * repeated one makes the same row again and FINAL counts it once.
 */
const EVENT_BLOCKS = [
  `CREATE TABLE IF NOT EXISTS event_blocks (tenant ${word}, day Date, type ${word}, first UInt64, last UInt64, n UInt64, total UInt64, newest ${time}, fed DateTime('UTC'))
    ENGINE = ReplacingMergeTree ORDER BY (tenant, day, type, first) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  `CREATE MATERIALIZED VIEW IF NOT EXISTS event_blocks_feed TO event_blocks AS ${blocksOf('events')}`,
];
export function blocksOf(from: string): string {
  return `SELECT tenant, toDate(recorded_at) AS day, type, min(position) AS first, max(position) AS last, count() AS n, sum(position) AS total,
    max(recorded_at) AS newest, max(fed_at) AS fed FROM ${from} GROUP BY tenant, day, type`;
}
/** Every table with rows of tenants: what a policy has to stand on. */
export const TENANT_TABLES: readonly string[] = [...TABLES, 'event_blocks'];

const VIEWS = [...EVENT_VIEWS, ...CASE_VIEWS, ...RECOMMENDATION_VIEWS, ...CLINICAL_VIEWS];
/** What stands between the tables and the analysts' own views. */
export const INNER_VIEWS: readonly string[] = VIEWS.map((statement) => /^CREATE VIEW IF NOT EXISTS (\w+) /.exec(statement)![1]!);

/** Applied in the order of names, each once; a name is for ever. */
export const WAREHOUSE_MIGRATIONS = [
  { name: '001-tables', statements: [EVENTS, CASE_FACTS, RECOMMENDATION_FACTS, PATIENT_FACTS, CLINICAL_FACTS] },
  { name: '002-views', statements: VIEWS },
  { name: '003-load-anew', statements: FIRST.map((name) => `TRUNCATE TABLE ${name}`) }, // version 2 brings every event again, also to the tables before it
  { name: '004-facts', statements: [...Object.values(FACTS).map(({ create }) => create), ...EVENT_BLOCKS] },
  { name: '005-disclosures', statements: [DISCLOSURE_FACTS, ...TENANT_TABLES.map((name) => `TRUNCATE TABLE IF EXISTS ${name}`)] }, // version 3 likewise
] as const;

/** Part of every deduplication token and ledger row: raise it to load everything anew into fresh tables. */
export const FEED_VERSION = 3;
