// gRPC status codes, and the errors EventStoreDB's clients know by their `exception` trailer.

export const Status = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;
export type StatusCode = (typeof Status)[keyof typeof Status];

/** Ends a call with a status other than OK. `trailers` carries what the client needs to rebuild its own error. */
export class RpcError extends Error {
  readonly code: StatusCode;
  readonly trailers: Readonly<Record<string, string>>;
  constructor(code: StatusCode, text: string, trailers: Readonly<Record<string, string>> = {}) {
    super(text);
    this.code = code;
    this.trailers = trailers;
  }
}

export const streamDeleted = (stream: string): RpcError =>
  new RpcError(Status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

export const wrongExpectedVersion = (stream: string, expected: number, actual: number): RpcError =>
  new RpcError(
    Status.FAILED_PRECONDITION,
    `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(expected),
      ...(actual >= 0 ? { 'actual-version': String(actual) } : {}),
    },
  );

export const tooLarge = (limit: number): RpcError =>
  new RpcError(Status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

export const accessDenied = (): RpcError => new RpcError(Status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
export const notAuthenticated = (): RpcError => new RpcError(Status.UNAUTHENTICATED, 'The user name or password is wrong');

export const scavengeMissing = (id: string): RpcError =>
  new RpcError(Status.NOT_FOUND, 'Scavenge not found.', { exception: 'scavenge-not-found', 'scavenge-id': id });

type Group = { readonly source: string; readonly group: string };
const named = (exception: string, { source, group }: Group) => ({ exception, 'stream-name': source, 'group-name': group });
export const groupMissing = (g: Group): RpcError =>
  new RpcError(Status.NOT_FOUND, `Subscription group ${g.group} on stream ${g.source} does not exist.`, named('persistent-subscription-does-not-exist', g));
export const groupExists = (g: Group): RpcError =>
  new RpcError(Status.ALREADY_EXISTS, `Subscription group ${g.group} on stream ${g.source} exists.`, named('persistent-subscription-exists', g));
export const groupDropped = (g: Group): RpcError =>
  new RpcError(Status.CANCELLED, `Subscription group ${g.group} on stream ${g.source} was dropped.`, named('persistent-subscription-dropped', g));
export const groupFull = (g: Group): RpcError =>
  new RpcError(
    Status.FAILED_PRECONDITION,
    `Maximum subscriptions reached for subscription group ${g.group} on stream ${g.source}.`,
    named('maximum-subscribers-reached', g),
  );
