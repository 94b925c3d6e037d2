// Answers in FHIR's own shapes: OperationOutcome, transaction-response, batch-response.
import type { Answer } from '#domain/kernel/route.ts';
import { type Fault, ISSUE_TYPES } from './faults.ts';
import { type Imported, type Report, type Result, reportOf } from './result.ts';

export const FHIR_JSON = 'application/fhir+json';
const FHIR = { 'Content-Type': `${FHIR_JSON}; charset=utf-8` };
const CODES = 'urn:synchron:fhir-fault';

const STATUS: Readonly<Record<Result['state'], string>> = {
  created: '201 Created',
  updated: '200 OK',
  unchanged: '200 OK',
  skipped: '200 OK',
  rejected: '422 Unprocessable Entity',
};

const issueOf = ({ expression, code, diagnostics }: Fault) => ({
  severity: 'error',
  code: ISSUE_TYPES[code],
  details: { coding: [{ system: CODES, code }] },
  diagnostics,
  expression: [expression],
});
const information = (diagnostics: string) => ({ severity: 'information', code: 'informational', diagnostics });
const outcome = (issue: readonly object[]) => ({ resourceType: 'OperationOutcome', issue });

function entryOf(result: Result): object {
  const location = result.id && result.type ? { location: `${result.type}/${result.id}` } : {};
  return { response: { status: STATUS[result.state], ...location, ...outcomeOf(result) } };
}
function outcomeOf({ state, type, faults, conditional }: Result): object {
  if (faults) return { outcome: outcome(faults.map(issueOf)) };
  if (state === 'skipped') return { outcome: outcome([information(`${type} is not recorded by the hub; it was skipped.`)]) };
  if (state === 'unchanged') return { outcome: outcome([information('The hub already has exactly this.')]) };
  return conditional ? { outcome: outcome([information('ifNoneExist was not needed: a resource is recognised by its own identity.')]) } : {};
}

function refusedStatus(faults: readonly Fault[]): number {
  return faults.some((f) => f.code === 'fhir.too-large') ? 413 : 422;
}

/** The answer to one resource: where it is now. */
function single([result]: readonly Result[], imported: Imported): Answer {
  if (!result) return { status: 200, headers: FHIR, body: outcome([information('There was nothing to record.')]) };
  const where: Record<string, string> = result.id && result.type ? { Location: `/fhir/${result.type}/${result.id}` } : {};
  const said = outcomeOf(result) as { outcome?: object };
  const words = result.state === 'created' ? 'Recorded.' : 'Amended.';
  return {
    status: result.state === 'created' ? 201 : 200,
    headers: { ...FHIR, ...where, ...reached(imported) },
    body: said.outcome ?? outcome([information(words)]),
  };
}
const reached = ({ position }: Imported): Record<string, string> => (position === undefined ? {} : { 'Hub-Position': String(position) });

/** Answers as FHIR says. */
export function fhirAnswer(imported: Imported): Answer {
  const { mode, results, refused } = imported;
  if (refused) return { status: refusedStatus(refused), headers: FHIR, body: outcome(refused.map(issueOf)) };
  if (mode === 'single') return single(results, imported);
  const body = { resourceType: 'Bundle', type: `${mode}-response`, entry: results.map(entryOf) };
  return { status: 200, headers: { ...FHIR, ...reached(imported) }, body };
}

/** Answers with the sum; the status is that of the FHIR answer. */
export function reportAnswer(imported: Imported): Answer & { readonly body: Report } {
  const status = imported.refused ? refusedStatus(imported.refused) : 200;
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8', ...reached(imported) }, body: reportOf(imported) };
}
