// What the runner needs of the machine. infra/postgres implements the store.
import type { Position } from '#domain/kernel/envelope.ts';
import type { AnyRow, View } from './projection.ts';
import type { ParkedRow } from './progress-tables.ts';

export type Key = { readonly tenant: string; readonly id: string };
/** `put` and `remove` never name the same row. */
export type Changes = { readonly view: View; readonly put: readonly AnyRow[]; readonly remove: readonly Key[] };
export type Commit = {
  readonly group: string;
  /** Where each view must stand now; another place means that somebody else runs this group, and nothing is written. */
  readonly from: ReadonlyMap<string, Position | undefined>;
  readonly reached: Position;
  readonly eventAt: Date | undefined;
  readonly changes: readonly Changes[];
  readonly parked: readonly ParkedRow[];
};
/** A right to run a group alone. `lost` aborts when it is taken away, for example with its connection. */
export type Lease = { readonly lost: AbortSignal; release(): Promise<void> };

export type ViewStore = {
  /** Waits until nobody else holds the group; undefined when `signal` aborts first. */
  lease(group: string, signal: AbortSignal): Promise<Lease | undefined>;
  /** Where each view stands; views not known yet start with undefined. */
  checkpoints(group: string, views: readonly string[]): Promise<Map<string, Position | undefined>>;
  load(view: View, keys: readonly Key[]): Promise<AnyRow[]>;
  /** Rows, parked events and checkpoints in one transaction, then a notice to whoever listens. False: overtaken, nothing written. Throws `unavailable`, or any other error when the database refuses the data. */
  commit(commit: Commit): Promise<boolean>;
  /** The rows that miss a parked event. */
  parked(group: string): Promise<readonly Pick<ParkedRow, 'view' | 'tenant' | 'key'>[]>;
};
