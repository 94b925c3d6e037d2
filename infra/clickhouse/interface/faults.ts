// A refusal as ClickHouse's clients read it: a code, its name, a status.
import type { HubError } from '#domain/kernel/errors.ts';

type Worded = { readonly code: number; readonly name: string; readonly status: number };
const WORDED: Readonly<Record<string, Worded>> = {
  'analytics.refused': { code: 497, name: 'ACCESS_DENIED', status: 403 },
  'analytics.query': { code: 62, name: 'BAD_QUERY', status: 400 },
  'analytics.limit': { code: 396, name: 'LIMIT_EXCEEDED', status: 400 },
  'analytics.cancelled': { code: 394, name: 'QUERY_WAS_CANCELLED', status: 400 },
  'analytics.busy': { code: 202, name: 'TOO_MANY_SIMULTANEOUS_QUERIES', status: 503 },
  'analytics.sign-in': { code: 516, name: 'AUTHENTICATION_FAILED', status: 401 },
  'warehouse.unavailable': { code: 210, name: 'NETWORK_ERROR', status: 503 },
};
const MISTAKE: Worded = { code: 1002, name: 'UNKNOWN_EXCEPTION', status: 500 };

export function worded(error: HubError): Worded & { readonly text: string } {
  const known = WORDED[error.code] ?? MISTAKE;
  const code = Number(error.detail['engine'] ?? known.code);
  const message = known === MISTAKE ? 'the hub made a mistake' : error.message;
  return { ...known, code, text: `Code: ${code}. DB::Exception: ${message} (${known.name})\n` };
}
