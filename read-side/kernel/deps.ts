import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { AnalyticsDeps } from '../analytics/routes.ts';
import type { ParkedRow, WorkerState } from '#projections/kernel/progress-tables.ts';
import type { Cursors } from './cursor.ts';
import type { Ledger } from '../evidence/ports.ts';
import type { Reader } from './reader.ts';

/** How far one view is. */
export type ViewProgress = {
  readonly group: string;
  readonly view: string;
  readonly version: number;
  readonly position: Position | undefined;
  readonly updatedAt: Date;
  readonly parked: number;
};
/** `owner`: the worker that holds it. */
export type PartitionProgress = { readonly partition: number; readonly position: Position | undefined; readonly owner: string | undefined };
export type WorkerProgress = { readonly worker: string; readonly state: WorkerState | undefined };
export type ViewsProgress = {
  views(): Promise<readonly ViewProgress[]>;
  parked(): Promise<readonly ParkedRow[]>;
  partitions(group: string): Promise<readonly PartitionProgress[]>;
  workers(group: string): Promise<readonly WorkerProgress[]>;
};
/** What queries need. infra/main gives it. Sealed values open through the request alone (`request.open`), so that no read goes unrecorded. */
export type ReadDeps = {
  readonly reader: Reader;
  readonly cursors: Cursors;
  readonly tenantDigest: TenantDigest;
  readonly streams: StreamReader;
  readonly progress: ViewsProgress;
  readonly head: () => Promise<Position | undefined>;
  readonly now: () => Date;
  /** When each of a tenant's keys was last used, by id. */
  readonly keyUses?: (tenant: string) => Promise<ReadonlyMap<string, Date>>;
  /** The warehouse; without it nobody asks it. */
  readonly analytics?: AnalyticsDeps;
  /** Turns an event of an older schema into today's shape. */
  readonly upcast?: (event: Recorded) => Recorded;
  /** The verifiable log, where there is one. */
  readonly ledger?: Ledger;
};
