// The port through which anything outside the write side may cause events: routes, reactors and agents alike.
import type { Rejection } from './decider.ts';
import type { Actor, Position, StreamId } from './envelope.ts';

export type Command = { readonly type: string; readonly data: unknown };
/** `id` makes event ids; the same id for the same stream answers the same, also after a restart. */
export type Cause = {
  readonly id: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly at?: string;
  readonly ifRevision?: number;
  /** W3C trace context of the request or event behind it. */
  readonly traceparent?: string;
};
/** `position` is the log position of the last event, undefined when the command changed nothing and the stream does not exist. */
export type Done = { readonly revision: number | 'none'; readonly position?: Position; readonly events: readonly string[]; readonly repeated: boolean };
export type Outcome = Done | Rejection;
/** Loads, decides, seals and appends. Throws HubError for bad data (`invalid`), `conflict` on a pinned revision, `unavailable`. */
export type Dispatch = (target: StreamId, command: Command, cause: Cause) => Promise<Outcome>;
