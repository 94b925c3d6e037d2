// W3C trace context (traceparent, level 1): taken from the request, or begun, and stored with each event that the request causes.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Dispatch } from '#domain/kernel/dispatch.ts';

/** The trace a request belongs to goes with it through everything it awaits. */
export type Trace = {
  run<T>(traceparent: string, work: () => T): T;
  current(): string | undefined;
};
export function makeTrace(): Trace {
  const storage = new AsyncLocalStorage<string>();
  return { run: (traceparent, work) => storage.run(traceparent, work), current: () => storage.getStore() };
}

const VALID = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/;
/** 32 random digits, at the price of a UUID: Node draws those in advance. */
const hex = (): string => randomUUID().replaceAll('-', '');

/** The trace id of a valid `traceparent`. */
export const traceIdOf = (given: string | undefined): string | undefined => VALID.exec(given ?? '')?.[1];

/** This request's own `traceparent`: a new span in the caller's trace, else in a new one, sampled as the caller asked. */
export function ownTraceparent(given: string | undefined): string {
  const [, trace = hex(), flags = '01'] = VALID.exec(given ?? '') ?? [];
  return `00-${trace}-${hex().slice(-16)}-${flags}`;
}

/** Dispatch that tells each command which trace it belongs to, unless whoever gives it knows better. */
export const traced =
  (dispatch: Dispatch, { current }: Trace): Dispatch =>
  (target, command, cause) => {
    const traceparent = cause.traceparent ?? current();
    return dispatch(target, command, traceparent ? { ...cause, traceparent } : cause);
  };
