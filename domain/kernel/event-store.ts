// The event store as the layers see it. infra/eventstore implements it with the official client.
import type { Meta, Position, Recorded, StreamId } from './envelope.ts';

export type NewEvent = { readonly id: string; readonly type: string; readonly data: object; readonly meta: Meta };
/** The revision the stream must have; `none` = it must not exist; `any` = no check (idempotence by event id only). */
export type Expected = number | 'none' | 'any';
export type Appended = { readonly revision: number; readonly position: Position };

export type StreamReader = {
  /** Events of one stream in order, `from`..`to` inclusive; a stream that does not exist yields nothing. */
  read(stream: StreamId, range?: { from?: number; to?: number }): AsyncIterable<Recorded>;
};
export type StreamWriter = {
  /** Appends atomically and durably. HubError `conflict` (`detail.current`: number | 'none') when `expected` does not hold. A repeat with the same event ids answers as before. */
  append(stream: StreamId, events: readonly NewEvent[], expected: Expected): Promise<Appended>;
};
/** What a catch-up subscription yields: some events, and the position up to which everything that matches has now been seen. */
export type Batch = { readonly events: readonly Recorded[]; readonly position: Position; readonly live: boolean };
export type LogReader = {
  /** The hub's events (system streams excluded) of all tenants, or of one, in log order after `after`, in batches of at most `size` events or `everyMs`; goes on live until `signal` aborts. Reconnects by itself. */
  follow(options: { after?: Position; size?: number; everyMs?: number; tenant?: string; signal: AbortSignal }): AsyncIterable<Batch>;
  /** The position of the last event now in the log, undefined when empty. */
  head(): Promise<Position | undefined>;
};
export type Handled = { ack(): Promise<void>; retry(reason: string): Promise<void>; park(reason: string): Promise<void> };
export type Delivery = { readonly event: Recorded; readonly attempt: number } & Handled;
export type GroupReader = {
  /**
   * Competing consumers on a persistent subscription to $all filtered by `types` (created when missing, from the start of the log). At least
   * once, unordered between streams. `retries`: how often an event is given again before it is parked; fixed when the group is created.
   */
  consume(group: string, options: { types: readonly string[]; signal: AbortSignal; bufferSize?: number; retries?: number }): AsyncIterable<Delivery>;
};
export type EventStore = StreamReader & StreamWriter & LogReader & GroupReader & { close(): Promise<void> };
