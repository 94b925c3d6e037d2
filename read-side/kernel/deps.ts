import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { AnalyticsDeps } from '../analytics/routes.ts';
import type { Cursors } from './cursor.ts';
import type { Ledger } from '../evidence/ports.ts';
import type { Reader } from './reader.ts';

/** How far one view is, from its checkpoint. */
export type ViewProgress = {
  readonly group: string;
  readonly view: string;
  readonly position: Position | undefined;
  readonly updatedAt: Date;
  readonly parked: number;
};
/** What queries need. infra/main gives it. Sealed values open through the request alone (`request.open`), so that no read goes unrecorded. */
export type ReadDeps = {
  readonly reader: Reader;
  readonly cursors: Cursors;
  readonly tenantDigest: TenantDigest;
  readonly streams: StreamReader;
  readonly progress: { views(): Promise<readonly ViewProgress[]> };
  readonly head: () => Promise<Position | undefined>;
  readonly now: () => Date;
  /** The warehouse; without it nobody asks it. */
  readonly analytics?: AnalyticsDeps;
  /** Turns an event of an older schema into today's shape. */
  readonly upcast?: (event: Recorded) => Recorded;
  /** The verifiable log, where there is one. */
  readonly ledger?: Ledger;
};
