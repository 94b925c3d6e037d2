import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { type Started, startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { ANALYST_VIEWS, meaningOf, READABLE } from '#projections/warehouse/analytics/dictionary.ts';
import { TENANT_TABLES } from '#projections/warehouse/schema.ts';
import { makeWarehouseClient } from './client.ts';
import { type Migration, migrateWarehouse, migrationsOfToday } from './migrate.ts';

const table = (name: string) => `CREATE TABLE IF NOT EXISTS ${name} (a UInt64, b Nullable(String)) ENGINE = MergeTree ORDER BY a`;

const PROCESS = fileURLToPath(new URL('./migrate-process.ts', import.meta.url));
/** Every statement with `--every`, else some of each step; the number after the last is when the step is recorded. */
const EVERY = process.argv.includes('--every');
const DEATHS = migrationsOfToday.flatMap(({ name, statements }) =>
  Array.from({ length: statements.length + 1 }, (_, i) => ({ name, i })).filter(
    ({ i }) => EVERY || i === statements.length || i % (statements.length > 12 ? 7 : 3) === 0,
  ),
);

spec('warehouse by URL', (it, { setup, teardown }) => {
  const folder = temporaryFolder('migrate');
  let engine: Started;
  const run = (migrations: Migration[]) => migrateWarehouse({ url: engine.url, migrations });
  const client = () => makeWarehouseClient({ url: engine.url });
  setup(async () => {
    engine = await startClickHouse({ data: folder.path });
  });
  teardown(async () => {
    await engine?.stop();
    folder.remove();
  });

  it('the migration killed at any of its steps goes on where it stopped, and ends with every table and view', async () => {
    const own = temporaryFolder('migrate-kill');
    const house = await startClickHouse({ data: own.path });
    try {
      for (const { name, i } of DEATHS) {
        const child = spawn(process.execPath, [PROCESS, house.url, name, String(i)], { stdio: ['ignore', 'ignore', 'inherit'] });
        assert.is(await new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal))), 'SIGKILL', `${name} ${i}`);
      }
      assert.equal(await migrateWarehouse({ url: house.url }), []);
      const warehouse = makeWarehouseClient({ url: house.url });
      const tables = await warehouse.query<{ name: string }>("SELECT name FROM system.tables WHERE database IN ('hub', 'analytics')");
      const names = new Set(tables.map((table) => table.name));
      for (const name of [...TENANT_TABLES, ...READABLE, 'event_blocks_feed']) assert.ok(names.has(name), name);
      await warehouse.close();
    } finally {
      await house.stop();
      own.remove();
    }
  });
  it('each column that analysts see is described, in Turkish and in English, and each row says how fresh it is', async () => {
    await migrateWarehouse({ url: engine.url });
    const warehouse = client();
    for (const view of ANALYST_VIEWS) {
      const columns = (await warehouse.query<{ name: string }>(`DESCRIBE analytics.${view.name}`)).map(({ name }) => name);
      assert.ok(columns.includes('as_of'), view.name);
      assert.equal(
        columns.filter((column) => !meaningOf(view, column)?.tr || !meaningOf(view, column)?.en),
        [],
        view.name,
      );
      await warehouse.query(`SELECT * FROM analytics.${view.name}`);
    }
    const described = await warehouse.query<{ view: string; column_tr: string }>('SELECT view, column_tr FROM analytics.dictionary');
    assert.is(new Set(described.map(({ view }) => view)).size, ANALYST_VIEWS.length);
    assert.ok(described.every(({ column_tr }) => column_tr !== ''));
    await warehouse.close();
  });
  it('a migration that was interrupted goes on where it stopped', async () => {
    const broken = [
      { name: '001', statements: [table('one')] },
      { name: '002', statements: [table('two'), 'CREATE NONSENSE'] },
    ];
    assert.instance(await run(broken).catch((error: unknown) => error), HubError);
    assert.equal(await run([broken[0]!, { name: '002', statements: [table('two'), table('three')] }]), ['002']);
    assert.equal(await run(broken), []);
  });
  it('64-bit numbers come back exact, and nothing is null by accident', async () => {
    const warehouse = client();
    const most = '18446744073709551615';
    assert.is(
      await warehouse.insert('one', [
        { a: most, b: null },
        { a: '1', b: 'ünï' },
      ]),
      2,
    );
    assert.equal(await warehouse.query('SELECT * FROM one WHERE a > {least:UInt64} ORDER BY a', { least: '0' }), [
      { a: '1', b: 'ünï' },
      { a: most, b: null },
    ]);
    await warehouse.close();
  });
  it('a wrong statement is a bug; an engine that is not there is unavailable', async () => {
    const warehouse = client();
    const kindOf = (work: Promise<unknown>) => work.catch((error: HubError) => error.kind);
    assert.is(await kindOf(warehouse.query('SELECT * FROM nowhere')), 'bug');
    await warehouse.ping();
    const absent = makeWarehouseClient({ url: 'http://127.0.0.1:1' });
    assert.is(await kindOf(absent.ping()), 'unavailable');
    assert.is(await kindOf(absent.query('SELECT 1')), 'unavailable');
    await Promise.all([warehouse.close(), absent.close()]);
  });
});
