// The warehouse as analysts meet it: their SQL, its dictionary, and ClickHouse's interface for their tools.
import { type AnalystEngine, makeAnalyst } from '#infra/clickhouse/analyst.ts';
import type { WarehouseClient } from '#infra/clickhouse/client.ts';
import { type Handler, makeInterface } from '#infra/clickhouse/interface/interface.ts';
import { makeSignIn } from '#infra/clickhouse/interface/sign-in.ts';
import type { Log } from '#infra/log/log.ts';
import { ANALYTICS } from '#projections/warehouse/analytics/view.ts';
import { type ColumnOf, describe } from '#read-side/analytics/dictionary.ts';
import type { AnalyticsDeps } from '#read-side/analytics/routes.ts';
import type { Reader } from '#read-side/kernel/reader.ts';

export type Analytics = { readonly routes: AnalyticsDeps; readonly tools: Handler; close(): Promise<void> };

const COLUMNS = 'SELECT table, name, type FROM system.columns WHERE database = {database:String} ORDER BY table, position';

export function makeAnalytics({ url, client, reader, log }: { url: string; client: WarehouseClient; reader: Reader; log: Log }): Analytics {
  const analyst: AnalystEngine = makeAnalyst({ url });
  const dictionary = async () => describe(await client.query<ColumnOf>(COLUMNS, { database: ANALYTICS }));
  const onFault = (error: unknown) => log.error('clickhouse.interface', error);
  return {
    routes: { analyst, dictionary },
    tools: makeInterface({ analyst, signIn: makeSignIn({ reader, now: () => new Date() }), onFault }),
    close: () => analyst.close(),
  };
}
