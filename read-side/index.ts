// Every query.
import type { LogReader, StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { auditQueries } from './audit/routes.ts';
import { caseQueries } from './case/routes.ts';
import { makeCursors } from './kernel/cursor.ts';
import type { ReadDeps } from './kernel/deps.ts';
import { memberQueries } from './member/routes.ts';
import { patientQueries } from './patient/routes.ts';
import { recommendationQueries } from './recommendation/routes.ts';
import { tenantQueries } from './tenant/routes.ts';

export { makeMaySeeCase } from './case/queries.ts';

export type ReadPorts = Pick<ReadDeps, 'reader' | 'open' | 'progress' | 'upcast'> & {
  readonly store: StreamReader & Pick<LogReader, 'head'>;
  /** Signs list cursors. */
  readonly cursorKey: Buffer;
  readonly now?: () => Date;
};

export function readRoutes({ store, cursorKey, now = () => new Date(), ...ports }: ReadPorts): Route[] {
  const deps: ReadDeps = { ...ports, now, streams: store, head: () => store.head(), cursors: makeCursors(cursorKey) };
  return [...tenantQueries(deps), ...memberQueries(deps), ...patientQueries(deps), ...caseQueries(deps), ...recommendationQueries(deps), ...auditQueries(deps)];
}
