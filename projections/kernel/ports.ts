// What the runner needs of the machine. infra/postgres implements the store.
import type { Position } from '#domain/kernel/envelope.ts';
import type { AnyRow, View } from './projection.ts';
import type { ParkedRow, WorkerState } from './progress-tables.ts';

export type Key = { readonly tenant: string; readonly id: string };
/** `put` and `remove` never name the same row. `freed`: parked events that these changes hold, or that are given up. */
export type Changes = { readonly view: View; readonly put: readonly AnyRow[]; readonly remove: readonly Key[]; readonly freed?: readonly ParkedRow[] };
/** A partition that this worker may write: only as long as its epoch is this one. */
export type Claim = { readonly partition: number; readonly epoch: bigint; readonly position: Position | undefined };
export type Commit = {
  readonly group: string;
  /** From where to where each partition goes. */
  readonly moves: readonly (Claim & { readonly to: Position })[];
  readonly eventAt: Date | undefined;
  readonly changes: readonly Changes[];
  readonly parked: readonly ParkedRow[];
  /** When given, changes that the database refuses are left out alone, and what this answers is parked instead. */
  readonly refused?: (changes: Changes, error: unknown) => readonly ParkedRow[];
};

export type ViewStore = {
  /** Makes group and views known, and answers which views are part of the group. In a group that has read nothing all are; later ones are built first. */
  open(group: string, views: readonly string[]): Promise<ReadonlySet<string>>;
  /** A sign of life. Keeps what this worker holds, up to its fair share, and takes what nobody holds. */
  hold(group: string, worker: string, state?: WorkerState): Promise<readonly Claim[]>;
  /** Gives back everything but `keep`. Without `keep` the worker is gone. */
  release(group: string, worker: string, keep?: readonly number[]): Promise<void>;
  load(view: View, keys: readonly Key[]): Promise<AnyRow[]>;
  /** May do what a commit of these changes will need of the processor, while another is being written. Changes are committed in the order they are staged in. Throws what cannot be written down. */
  stage?(changes: Changes): void;
  /** Rows, parked events and positions in one transaction, then a notice to whoever listens. False: a partition has another epoch or stands elsewhere, and nothing was written. Throws `unavailable`, or any other error when the database refuses the data. */
  commit(commit: Commit): Promise<boolean>;
  /** All parked events of these views. */
  parked(views: readonly string[]): Promise<readonly ParkedRow[]>;
};
