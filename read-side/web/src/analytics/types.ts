// What the hub answers analysts, as far as their page shows it.
import type { Chart, Parameter } from '#domain/savedquery/messages.ts';

export type { Chart, Parameter };
export type Words = { tr: string; en: string };
export type Column = { name: string; type: string };
/** Rows as the engine gives them; 64-bit numbers are text, since a number could not hold them. */
export type Answer = { meta: Column[]; data: unknown[][]; rows: number };
export type DescribedView = { name: string; about: Words; health: boolean; columns: (Column & { about: Words })[] };
export type QueryVersion = { name: string; note?: string; sql: string; parameters: Parameter[]; chart: Chart; version: number; savedAt: string; by: string };
export type SavedQuery = QueryVersion & { id: string; versions: QueryVersion[] };
export type Tile = { queryId: string; width: number; values?: Record<string, string> };
export type AnalystDashboard = { id: string; name: string; tiles: Tile[] };
export type AnalystKey = { id: string; label: string; mine: boolean; issuedAt: string; expiresAt?: string; revokedAt?: string };
export type IssuedKey = { user: string; key: string; position: string };
export type Format = 'json' | 'ndjson' | 'csv' | 'parquet';
/** What a person asks: a statement, values for its parameters. */
export type Question = { sql: string; params: Record<string, string> };
