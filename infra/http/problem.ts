// RFC 9457 problems: the shape of every error answer, and the one table from kinds of error to HTTP status.
import { STATUS_CODES } from 'node:http';
import { type ErrorKind, type FieldFault, type HubError, toHubError } from '#domain/kernel/errors.ts';
import { type Answering, type Asked, sendText } from './exchange.ts';
import { outcomeOf, wantsOutcome } from './outcome.ts';
import { registryFaultOf, wantsRegistryFault } from './registry-fault.ts';

export const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  'too-large': 413,
  unavailable: 503,
  bug: 500,
};
const MEDIA = 'application/problem+json';

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
  readonly correlationId: string;
};
type Words = { readonly code: string; readonly detail: string; readonly errors?: readonly FieldFault[]; readonly more?: Readonly<Record<string, unknown>> };

export const correlationOf = (res: Answering): string => res.locals['correlationId'] as string;

/** Answers with a problem of that status, on the FHIR endpoint with its outcome; `more` are extension members. */
export function sendProblem(res: Answering, status: number, { code, detail, errors, more }: Words): void {
  res.locals['code'] = code;
  const problem: Problem = {
    ...more,
    type: `urn:hub:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(errors && errors.length > 0 && { errors }),
    correlationId: correlationOf(res),
  };
  const { type, body } = shapeFor(res.req as Asked, problem);
  sendText(res, status, type, JSON.stringify(body));
}

/** In the words of who was asked: FHIR, a schema registry, or a problem. */
function shapeFor(req: Asked, problem: Problem): { type: string; body: object } {
  if (wantsOutcome(req)) return outcomeOf(problem);
  return wantsRegistryFault(req) ? registryFaultOf(problem) : { type: MEDIA, body: problem };
}

/** A conflict with a revision the caller pinned is a failed precondition. */
const statusOf = (error: HubError, pinned: boolean): number => (error.kind === 'conflict' && pinned ? 412 : STATUS[error.kind]);

/** Answers with what went wrong. A bug shows nothing but its correlation id. */
export function sendError(res: Answering, thrown: unknown, pinned: boolean): void {
  const error = toHubError(thrown);
  if (error.kind === 'bug') return sendProblem(res, 500, { code: 'hub.bug', detail: 'The hub made a mistake. Quote the correlation id when you report it.' });
  const { retryAfter = error.kind === 'unavailable' ? 1 : undefined, ...more } = error.detail as { retryAfter?: number };
  if (retryAfter !== undefined) res.setHeader('Retry-After', String(Math.max(1, Math.ceil(retryAfter))));
  if (error.kind === 'unauthenticated') res.setHeader('WWW-Authenticate', 'Bearer');
  sendProblem(res, statusOf(error, pinned), { code: error.code, detail: error.message, errors: error.faults, more });
}
