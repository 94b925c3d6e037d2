// The warehouse as analysts meet it: their SQL, its dictionary, and ClickHouse's interface for their tools.
import { loginsFrom } from '#infra/clickhouse/access.ts';
import { type AnalystEngine, makeAnalyst } from '#infra/clickhouse/analyst.ts';
import type { WarehouseClient } from '#infra/clickhouse/client.ts';
import { type Handler, makeInterface } from '#infra/clickhouse/interface/interface.ts';
import { makeSignIn } from '#infra/clickhouse/interface/sign-in.ts';
import type { Log } from '#infra/log/log.ts';
import type { Pool } from '#infra/postgres/pool.ts';
import { makeChecks } from '#projections/warehouse/index.ts';
import { ANALYTICS } from '#projections/warehouse/analytics/view.ts';
import { type ColumnOf, describe } from '#read-side/analytics/dictionary.ts';
import type { AnalyticsDeps } from '#read-side/analytics/routes.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import type { RoleConfig } from '../role.ts';

export type Analytics = { readonly routes: AnalyticsDeps; readonly tools: Handler; close(): Promise<void> };
type Deps = {
  readonly config: Pick<RoleConfig, 'clickHouseUrl' | 'clickHouseUsers'>;
  readonly rootKey: Buffer;
  /** Signs in as the application. */
  readonly pool: Pool;
  readonly client: WarehouseClient;
  readonly reader: Reader;
  readonly log: Log;
};

const COLUMNS = 'SELECT table, name, type FROM system.columns WHERE database = {database:String} ORDER BY table, position';

export function makeAnalytics({ config, rootKey, pool, client, reader, log }: Deps): Analytics {
  const analyst: AnalystEngine = makeAnalyst({ url: config.clickHouseUrl, ...(config.clickHouseUsers && { loginOf: loginsFrom(rootKey) }) });
  const dictionary = async () => describe(await client.query<ColumnOf>(COLUMNS, { database: ANALYTICS }));
  const onFault = (error: unknown) => log.error('clickhouse.interface', error);
  return {
    routes: { analyst, dictionary, check: makeChecks({ sql: pool }).latest },
    tools: makeInterface({ analyst, signIn: makeSignIn({ reader, now: () => new Date() }), onFault }),
    close: () => analyst.close(),
  };
}
