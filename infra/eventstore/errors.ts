// The client's errors, by their type and never by their text, in the hub's terms.
import { HubError } from '#domain/kernel/errors.ts';

type Typed = { readonly type?: unknown; readonly code?: unknown; readonly actualVersion?: unknown };
/** What the client has no type for, or forgets to translate (the errors of its own first call), has only gRPC's code. 13 is a connection that was cut in the middle. */
const GRPC_CODES: Readonly<Record<number, string>> = { 1: 'cancelled', 4: 'deadline-exceeded', 8: 'resource-exhausted', 13: 'internal', 14: 'unavailable' };
function typeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  const { type, code } = error as Typed;
  return type === undefined || type === 'unknown' ? (GRPC_CODES[Number(code)] ?? type) : type;
}

const UNAVAILABLE: readonly unknown[] = ['unavailable', 'cancelled', 'timeout', 'deadline-exceeded', 'resource-exhausted', 'internal', 'not-leader'];
/** The connection or the server failed, not the request: asking again may succeed. */
export const isUnavailable = (error: unknown): boolean => (error instanceof HubError ? error.kind === 'unavailable' : UNAVAILABLE.includes(typeOf(error)));
export const isNoStream = (error: unknown): boolean => typeOf(error) === 'stream-not-found';
export const isGroupMissing = (error: unknown): boolean => typeOf(error) === 'persistent-subscription-does-not-exist';
export const isGroupExists = (error: unknown): boolean => typeOf(error) === 'persistent-subscription-exists';
export const isGroupDropped = (error: unknown): boolean => typeOf(error) === 'persistent-subscription-dropped';

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
function conflict(error: Typed): HubError {
  const current = typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : 'none';
  return new HubError('conflict', 'stream.conflict', 'the stream has changed meanwhile', { detail: { current }, cause: error });
}
/** conflict (with `detail.current`), too-large, unavailable; everything else is a bug. */
export function toHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const type = typeOf(error);
  if (type === 'wrong-expected-version') return conflict(error as Typed);
  if (type === 'maximum-append-size-exceeded')
    return new HubError('too-large', 'event-store.append-too-large', 'the events are larger than one append may be', { cause: error });
  if (isUnavailable(error))
    return new HubError('unavailable', 'event-store.unavailable', `the event store does not answer: ${message(error)}`, { cause: error });
  return new HubError('bug', 'event-store.failed', message(error), { cause: error });
}
