// One error type for the whole hub. Expected refusals of a rule are values (`Rejection`), not errors.

export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'too-many' | 'too-large' | 'unavailable' | 'bug';
/** A fault of one input field; `path` is dotted for JSON bodies, FHIRPath for FHIR resources. */
export type FieldFault = { readonly path: string; readonly message: string };

export class HubError extends Error {
  readonly kind: ErrorKind;
  /** Stable, dotted, documented in docs/errors.md: `auth.bad-credentials`. */
  readonly code: string;
  readonly faults: readonly FieldFault[];
  readonly detail: Readonly<Record<string, unknown>>;
  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    extra: { faults?: readonly FieldFault[]; detail?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: extra.cause });
    this.kind = kind;
    this.code = code;
    this.faults = extra.faults ?? [];
    this.detail = extra.detail ?? {};
  }
}

export const toHubError = (error: unknown): HubError =>
  error instanceof HubError ? error : new HubError('bug', 'hub.bug', error instanceof Error ? error.message : String(error), { cause: error });
