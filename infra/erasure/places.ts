// Every place where the hub keeps anything, and which sink answers for it. A table, store or folder that is not named here fails a test: whoever
// adds one says what of a person lies there.

/**
 * sealed: personal and health values only under the person's keys, so destroying those destroys them; besides, ids, times and counts.
 * clear: something that could tell of a person stands open, and the sink removes it. ids: only ids, times and counts. none: nothing of people.
 */
export type Holds = 'sealed' | 'clear' | 'ids' | 'none';
export type Place = { readonly sink: string; readonly holds: Holds };

const named = (sink: string, holds: Holds, names: string): [string, Place][] => names.split(' ').map((name) => [name, { sink, holds }]);

/** Who has to acknowledge an erasure, besides the keys, which go first. */
export const SINKS = [
  ...['process-memory', 'context-cache', 'key-backup', 'views', 'search', 'live-feed', 'mail', 'agents', 'documents', 'exports'],
  ...['warehouse', 'accounts', 'dead-letters', 'journals', 'logs'],
] as const;

/** Tables of the hub's database. */
export const TABLES: ReadonlyMap<string, Place> = new Map([
  ...named('views', 'clear', 'patient_header patient_timeline'),
  ...named('search', 'clear', 'search'),
  ...named('live-feed', 'clear', 'live_feed'),
  ...named('accounts', 'sealed', 'members'),
  ...named('accounts', 'ids', 'sessions session_tokens sign_in_attempts factor_uses key_uses device_connections'),
  ...named('mail', 'ids', 'mails mail_links'),
  ...named(
    'views',
    'sealed',
    'case_list case_detail recommendation_list care_records appointment_list waitlist contact_list conversation_list conversation_messages',
  ),
  ...named('views', 'sealed', 'call_list call_transcript order_list payment_list disclosures finding_list'),
  ...named('dead-letters', 'ids', 'parked_events adapter_list'),
  ...named('views', 'ids', 'deadlines traces erasures device_list device_usage calendars disclosed_persons'),
  ...named('views', 'none', 'tenants schedules offering_list stock_list article_list article_versions dialplan firmware_lines'),
  ...named('views', 'none', 'saved_queries dashboards analyst_keys api_keys partitions workers processes live_processes view_versions'),
  ...named('warehouse', 'none', 'warehouse_ranges warehouse_checks'),
  ...named('views', 'ids', 'erasures_applied'),
]);

/** Tables of the keys' database. */
export const KEY_TABLES: ReadonlyMap<string, Place> = new Map([
  ...named('keys', 'clear', 'subject_keys'),
  ...named('keys', 'none', 'tenant_keys'),
  ...named('keys', 'ids', 'erasures_applied'),
]);

/** Tables of the warehouse: pseudonyms, and facts that name nobody; those that were read from sealed values are taken out. */
export const WAREHOUSE_TABLES: ReadonlyMap<string, Place> = new Map([
  ...named('warehouse', 'clear', 'patient_facts clinical_facts case_facts'),
  ...named(
    'warehouse',
    'ids',
    'events recommendation_facts appointment_facts order_facts payment_facts conversation_facts call_facts device_facts care_facts disclosure_facts',
  ),
  ...named('warehouse', 'none', 'event_blocks schema_migrations'),
]);

/** What lies in the hub's data folder. The event log and the ledger stay: sealed values, and hashes of sealed values. */
export const FOLDERS: ReadonlyMap<string, Place> = new Map([
  ...named('keys', 'sealed', 'eventstore'),
  ...named('keys', 'ids', 'ledger'),
  ...named('views', 'clear', 'postgres'),
  ...named('warehouse', 'clear', 'clickhouse'),
  ...named('journals', 'clear', 'disclosures'),
  ...named('mail', 'clear', 'mail'),
  ...named('logs', 'ids', 'logs'),
  ...named('keys', 'none', 'keys engines.json demo.json demo.part'),
]);
