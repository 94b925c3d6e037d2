// What became of each entry, and of all together.
import type { Position } from '#domain/kernel/envelope.ts';
import type { Entry, Mode } from './bundle.ts';
import type { Fault } from './faults.ts';

export type State = 'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected';
export type Result = {
  readonly index: number;
  readonly state: State;
  readonly type?: string;
  /** The hub's id of the resource, when it has one. */
  readonly id?: string;
  readonly faults?: readonly Fault[];
  /** Set when an `ifNoneExist` was given: it was not needed. */
  readonly conditional?: boolean;
};
/** `refused`: nothing of it was recorded, because of `faults`. */
export type Imported = {
  readonly mode: Mode;
  readonly results: readonly Result[];
  readonly refused?: readonly Fault[];
  readonly position?: Position;
};

export const rejectedBy = ({ index }: Pick<Entry, 'index'>, faults: readonly Fault[]): Result => ({ index, state: 'rejected', faults });
export const skippedOf = (entries: readonly Entry[]): Result[] =>
  entries.flatMap((e) => (e.state === 'skipped' ? [{ index: e.index, state: 'skipped' as const, type: e.type }] : []));

/** The sum that a person reads. `position` is the log position after which every view shows the import. */
export type Report = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly rejected: readonly Fault[];
  readonly position?: string;
};

export function reportOf({ results, refused, position }: Imported): Report {
  const count = (state: State) => results.filter((r) => r.state === state).length;
  const skipped: Record<string, number> = {};
  for (const { state, type } of results) if (state === 'skipped' && type) skipped[type] = (skipped[type] ?? 0) + 1;
  const rejected = refused ?? results.flatMap((r) => r.faults ?? []);
  const counts = { created: count('created'), updated: count('updated'), unchanged: count('unchanged') };
  return { ...counts, skipped, rejected, ...(position !== undefined && { position: String(position) }) };
}
