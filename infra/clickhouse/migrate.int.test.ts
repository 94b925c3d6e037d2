import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { type Started, startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeWarehouseClient } from './client.ts';
import { type Migration, migrateWarehouse } from './migrate.ts';

const table = (name: string) => `CREATE TABLE IF NOT EXISTS ${name} (a UInt64, b Nullable(String)) ENGINE = MergeTree ORDER BY a`;

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
