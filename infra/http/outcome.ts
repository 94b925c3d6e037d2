// Refusals in FHIR's own shape, for whoever speaks FHIR with us: the same codes and words as a problem, as issues of an OperationOutcome.
import { type Asked, urlOf } from './exchange.ts';
import type { Problem } from './problem.ts';

const FHIR = 'application/fhir+json';
/** HTTP status → the FHIR issue type. */
const ISSUES: Readonly<Record<number, string>> = {
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  409: 'conflict',
  412: 'conflict',
  413: 'too-long',
  429: 'throttled',
  500: 'exception',
  503: 'transient',
};

/** Whether the answer has to be FHIR: it is the FHIR endpoint, and the caller did not ask for plain JSON. */
export function wantsOutcome(asked: Pick<Asked, 'originalUrl' | 'url' | 'headers'>): boolean {
  const { accept = '' } = asked.headers;
  return /^\/fhir(?=[/?]|$)/.test(urlOf(asked)) && (!accept.includes('application/json') || accept.includes(FHIR));
}

/** One issue for each faulty field, else one for the whole. */
export function outcomeOf({ status, code, detail, errors }: Problem): { type: string; body: object } {
  const issue = (diagnostics: string, path?: string) => ({
    severity: 'error',
    code: ISSUES[status] ?? 'invalid',
    details: { coding: [{ system: 'urn:hub:problem', code }] },
    diagnostics,
    ...(path && { expression: [path] }),
  });
  const issues = errors?.length ? errors.map(({ path, message }) => issue(path ? `${path} ${message}` : message, path)) : [issue(detail)];
  return { type: `${FHIR}; charset=utf-8`, body: { resourceType: 'OperationOutcome', issue: issues } };
}
