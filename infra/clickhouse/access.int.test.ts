import { randomBytes } from 'node:crypto';
import * as assert from 'uvu/assert';
import { type Started, startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { TENANT_TABLES } from '#projections/warehouse/schema.ts';
import { accessStatements, loginsFrom, UNPROTECTED } from './access.ts';
import { makeWarehouseClient, type WarehouseClient } from './client.ts';
import { migrateWarehouse } from './migrate.ts';

spec('access for analysts on a ClickHouse with users', (it, { setup, teardown }) => {
  const folder = temporaryFolder('access');
  const statements = accessStatements(['acme', 'birch'], loginsFrom(randomBytes(32)));
  let engine: Started;
  let client: WarehouseClient;
  setup(async () => {
    engine = await startClickHouse({ data: folder.path });
    await migrateWarehouse({ url: engine.url });
    client = makeWarehouseClient({ url: engine.url });
  });
  teardown(async () => {
    await client?.close();
    await engine?.stop();
    folder.remove();
  });

  it('every statement is one that the engine’s parser reads', async () => {
    for (const statement of statements) await client.query('SELECT formatQuery({statement:String}) AS sql', { statement });
  });
  it('every table with rows of tenants has a restrictive policy, and a table without one is found', async () => {
    const restricted = statements.flatMap((statement) => /hub_tenant ON hub\.(\w+) USING .* AS RESTRICTIVE TO hub_analyst$/.exec(statement)?.[1] ?? []);
    assert.equal(restricted.toSorted(), [...TENANT_TABLES].toSorted());
    const open = (await client.query<{ name: string }>(UNPROTECTED)).map(({ name }) => name); // this engine knows no such policies
    assert.equal(open.toSorted(), [...TENANT_TABLES].toSorted());
  });
  it('a tenant’s password is the same each time, another for each tenant, and never in the statements', () => {
    const loginOf = loginsFrom(Buffer.alloc(32, 7));
    assert.equal(loginOf('acme'), loginOf('acme'));
    assert.is.not(loginOf('acme').password, loginOf('birch').password);
    assert.not.ok(accessStatements(['acme'], loginOf).join().includes(loginOf('acme').password));
  });
});
