// What an analyst is told of a failure: the engine's words about their own statement, and nothing about limits, servers or tables that
// are not theirs.
import { ClickHouseError } from '@clickhouse/client';
import { HubError } from '#domain/kernel/errors.ts';

const LIMITS: Readonly<Record<string, string>> = {
  '158': 'it reads too many rows',
  '307': 'its result is too large',
  '396': 'its result is too large',
  '159': 'it takes too long',
  '160': 'it takes too long',
  '241': 'it needs too much memory',
  '161': 'it reads too many columns',
  '162': 'its subqueries are nested too deeply',
  '167': 'its parts are nested too deeply',
  '168': 'it has too many parts',
  '306': 'its parts are nested too deeply',
};
const NOT_NOW = new Set(['202', '209', '210', '236', '242', '252', '425', '516', '999']);
/** From here on the engine speaks of itself: scopes, steps, neighbours' names. */
const OWN_AFFAIRS = /[.,]? ?(Maybe you meant|In scope|While (executing|processing)|\(version|There was an error on|Stack trace|: while |: In query)[\s\S]*$/i;

/** The engine's words without its own affairs and without the names of what lies behind the views. */
export const wordsOf = (message: string): string =>
  message
    .replace(OWN_AFFAIRS, '')
    .replaceAll(/\b(hub|system|default)\.[`\w.]+/g, '…')
    .slice(0, 500);

export const cancelled = (): HubError => new HubError('conflict', 'analytics.cancelled', 'The query was cancelled.');

/** HubError `analytics.query`, `analytics.limit`, `analytics.cancelled` or `warehouse.unavailable`. */
export function faultOf(error: unknown, signal?: AbortSignal): HubError {
  if (error instanceof HubError) return error;
  if (signal?.aborted) return cancelled();
  if (!(error instanceof ClickHouseError) || NOT_NOW.has(error.code))
    return new HubError('unavailable', 'warehouse.unavailable', 'the warehouse does not answer', { cause: error });
  if (error.code === '394') return cancelled();
  const limit = LIMITS[error.code];
  if (limit) return new HubError('too-large', 'analytics.limit', `The query was ended: ${limit}.`, { detail: { engine: Number(error.code) } });
  return new HubError('invalid', 'analytics.query', wordsOf(error.message), { detail: { engine: Number(error.code) } });
}
