// `hub warehouse`: its schema, its agreement with the log, and who may read it.
import { parseArgs } from 'node:util';
import { tenantSlug } from '#domain/kernel/envelope.ts';
import { accessStatements, loginsFrom, UNPROTECTED } from '#infra/clickhouse/access.ts';
import { makeWarehouseClient } from '#infra/clickhouse/client.ts';
import { migrateWarehouse } from '#infra/clickhouse/migrate.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { FEED_VERSION, makeBlocks, makeLedger, repair } from '#projections/warehouse/index.ts';
import { readConfig } from './config.ts';
import { makeFoundation } from './foundation.ts';
import { MANIFESTS } from './manifests.ts';
import { runReconcile } from './reconcile.ts';
import type { RoleConfig } from './role.ts';
import { NO_HUB, withEngines } from './running-engines.ts';
import { upcast } from './upcast.ts';

const HELP = `hub warehouse migrate
  Brings the warehouse to today's schema. Killed at any moment, the same command goes on where it was.
hub warehouse reconcile [--tenant SLUG] [--json]
  Compares it with the log, per tenant, day and type of event. Exit code 1 when they differ.
hub warehouse inspect | repair [--json]
  Compares every row of every table with what the log gives, place by place; \`repair\` also sets right what differs. Exit code 1 when something did.
hub warehouse access [--apply] [TENANT…]
  Users, restrictive row policies and limits for analysts on a ClickHouse with users of its own, as SQL; --apply gives them to it.
  Then start the hub with CLICKHOUSE_ANALYSTS=users.

  Run it on the machine of a running hub (same HUB_DATA and settings).`;

type Work = (config: RoleConfig, args: string[]) => Promise<number>;

const migrate: Work = async (config) => {
  const done = await migrateWarehouse({ url: config.clickHouseUrl, onStep: (name, i) => console.error(`${name} ${i}`) });
  console.log(done.length > 0 ? `applied: ${done.join(', ')}` : 'the warehouse is as today’s hub expects it');
  return 0;
};

const look =
  (mend: boolean): Work =>
  async (config, args) => {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
    const base = makeFoundation({ ...config, logLevel: 'error' }, 'warehouse');
    const sql = makePool({ url: base.projectorUrl, max: 1, name: 'hub warehouse' });
    const client = makeWarehouseClient({ url: config.clickHouseUrl });
    const blocks = makeBlocks({ open: base.openWithin(MANIFESTS.warehouse), digest: base.sealing.tenantDigest });
    try {
      const deps = {
        log: base.store,
        client,
        ledger: makeLedger({ sql, version: FEED_VERSION }),
        blockOf: (events: Parameters<typeof blocks>[0]) => blocks(events.map(upcast)),
      };
      const found = await repair(deps, { mend, signal: new AbortController().signal });
      const differing = Object.entries(found.places);
      const words = differing.map(([table, places]) => `  ${table}: ${places} places ${mend ? 'set right' : 'differ'}`);
      console.log(
        values.json ? JSON.stringify(found) : [`${found.events} events compared, ${differing.length} tables differ${mend ? 'ed' : ''}`, ...words].join('\n'),
      );
      return differing.length === 0 ? 0 : 1;
    } finally {
      await Promise.all([client.close(), sql.end(), base.close()]);
    }
  };

const access: Work = async (config, args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { apply: { type: 'boolean' } } });
  const tenants = positionals.map((slug) => tenantSlug.parse(slug));
  const base = makeFoundation({ ...config, logLevel: 'error' }, 'warehouse');
  const client = makeWarehouseClient({ url: config.clickHouseUrl });
  try {
    const statements = accessStatements(tenants, loginsFrom(base.secrets.rootKey));
    if (!values.apply) return (console.log(statements.map((statement) => `${statement};`).join('\n')), 0);
    for (const statement of statements) await client.command(statement);
    const open = await client.query<{ name: string }>(UNPROTECTED);
    for (const { name } of open) console.error(`hub: table ${name} has no policy`);
    return open.length === 0 ? 0 : 1;
  } finally {
    await Promise.all([client.close(), base.close()]);
  }
};

const WORKS: Readonly<Record<string, Work>> = { migrate, inspect: look(false), repair: look(true), access };

/** Exit code 0: done, and equal; 1: it differs, or differed; 2: it could not begin. */
export async function runWarehouse([name = '--help', ...args]: string[]): Promise<number> {
  if ([name, ...args].some((arg) => arg === '--help' || arg === '-h')) return (console.log(HELP), 0);
  if (name === 'reconcile') return runReconcile(args);
  const work = Object.hasOwn(WORKS, name) ? WORKS[name] : undefined;
  if (!work) return (console.error(`hub: there is no "warehouse ${name}"; see hub warehouse --help`), 2);
  const config = withEngines(readConfig(process.env));
  return config ? work(config, args) : (console.error(NO_HUB), 2);
}
