// `hub reconcile`: does the warehouse hold exactly the events of the log?
import { parseArgs } from 'node:util';
import { makeWarehouseClient } from '#infra/clickhouse/client.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { FEED_VERSION, makeChecks, makeLedger, makeReconcile, type Reconciliation } from '#projections/warehouse/index.ts';
import { readConfig } from './config.ts';
import { makeFoundation } from './foundation.ts';
import type { RoleConfig } from './role.ts';
import { NO_HUB, withEngines } from './running-engines.ts';

const HELP = `hub reconcile [--tenant SLUG] [--json]
  Reads the whole log and compares it with the warehouse: for each tenant, day and type of event the number, the ends and a sum of positions.
  Run it on the machine of a running hub (same HUB_DATA and settings). Exit code 0 when they are equal, 1 when not, 2 when it could not begin.`;

/** Compares up to where the feed says it has come. `config` has all URLs. */
export async function reconcile(config: RoleConfig, tenant?: string): Promise<Reconciliation> {
  const base = makeFoundation({ ...config, logLevel: 'error' }, 'reconcile');
  const sql = makePool({ url: base.projectorUrl, max: 1, name: 'hub reconcile' });
  const client = makeWarehouseClient({ url: config.clickHouseUrl });
  try {
    const found = await makeReconcile({ log: base.store, client, ledger: makeLedger({ sql, version: FEED_VERSION }) })({ tenant });
    if (tenant === undefined) await makeChecks({ sql }).keep(found); // the page shows it
    return found;
  } finally {
    await Promise.all([base.close(), sql.end(), client.close()]);
  }
}

function text({ upTo, groups, differences, events }: Reconciliation): string {
  const lines = differences.map(
    (d) => `  ${d.tenant} ${d.day} ${d.type}: log ${d.log}, warehouse ${d.warehouse}, counted ${d.counted}, duplicates ${d.duplicates}`,
  );
  const sum = `  up to position ${upTo ?? 'none'}: log ${events.log}, warehouse ${events.warehouse} events in ${groups.length} groups, ${differences.length} differ`;
  return [sum, ...lines].join('\n');
}

export async function runReconcile(args: string[]): Promise<number> {
  const options = { tenant: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values } = parseArgs({ args, options });
  if (values.help) return (console.log(HELP), 0);
  const config = withEngines(readConfig(process.env));
  if (!config) return (console.error(NO_HUB), 2);
  const found = await reconcile(config, values.tenant);
  console.log(values.json ? JSON.stringify(found, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) : text(found));
  return found.differences.length === 0 ? 0 : 1;
}
