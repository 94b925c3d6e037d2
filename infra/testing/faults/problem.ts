// What every refusal must look like, whatever was sent.
import type { Got } from './raw.ts';

const INSIDES = /\bat (?:async )?[\w.<>]+ \(|node_modules|\.ts:\d|node:internal|SELECT |relation "|ECONNREFUSED|\$argon2/;
/** Codes of refusals that are about fields, so that each must be named. */
const OF_FIELDS = new Set(['request.invalid', 'request.header', 'command.invalid']);
type Body = { code?: unknown; status?: unknown; detail?: unknown; title?: unknown; errors?: { path?: unknown; message?: unknown }[]; correlationId?: unknown };
type Outcome = { resourceType?: unknown; issue?: { severity?: unknown; code?: unknown; diagnostics?: unknown }[] };

function ofProblem({ headers, status }: Got, body: Body): string | undefined {
  if (!headers['content-type']?.startsWith('application/problem+json')) return `its type is ${headers['content-type']}`;
  if (typeof body.code !== 'string' || typeof body.detail !== 'string' || typeof body.title !== 'string') return 'code, detail or title is missing';
  if (body.status !== status) return `its status says ${String(body.status)}`;
  if (body.correlationId !== headers['hub-correlation-id']) return 'its correlation id is not that of the header';
  if (OF_FIELDS.has(body.code) && !body.errors?.every((e) => typeof e.path === 'string' && e.message)) return `${body.code} names no field`;
  return undefined;
}
function ofOutcome({ headers }: Got, { resourceType, issue }: Outcome): string | undefined {
  if (!headers['content-type']?.startsWith('application/fhir+json')) return `its type is ${headers['content-type']}`;
  if (resourceType !== 'OperationOutcome') return `it is a ${String(resourceType)}`;
  return issue?.length && issue.every((i) => i.severity && i.code && i.diagnostics) ? undefined : 'it has no whole issue';
}
const ofRegistry = ({ headers }: Got, { error_code, message }: { error_code?: unknown; message?: unknown }): string | undefined =>
  headers['content-type']?.startsWith('application/vnd.schemaregistry') && Number.isInteger(error_code) && typeof message === 'string'
    ? undefined
    : 'it is not in the registry’s shape';

/** Why an answer of `path` is no honest refusal; undefined when it is one. */
export function faultOf(path: string, got: Got): string | undefined {
  if (INSIDES.test(got.text)) return `it shows its insides: ${got.text.slice(0, 200)}`;
  if (got.status >= 500 && got.status !== 503) return `it is a ${got.status}`;
  if (got.status < 400) return `it was taken: ${got.status}`;
  try {
    const body = JSON.parse(got.text) as Body & Outcome;
    if (path.startsWith('/registry')) return ofRegistry(got, body as object);
    return path.startsWith('/fhir') ? ofOutcome(got, body) : ofProblem(got, body);
  } catch {
    return `it is no JSON: ${got.text.slice(0, 80)}`;
  }
}
