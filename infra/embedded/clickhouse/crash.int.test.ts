import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { startClickHouse } from './start.ts';

const connect = (url: string) => createClient({ url, request_timeout: 5000, log: { level: ClickHouseLogLevel.OFF } });
const block = (n: number) => Array.from({ length: 500 }, (_, i) => ({ a: n * 500 + i, b: 'x'.repeat(100) }));

spec('embedded clickhouse, killed', (it, { setup, teardown }) => {
  let data: string;
  setup(async () => {
    data = await mkdtemp(join(tmpdir(), 'ch-'));
  });
  teardown(() => rm(data, { recursive: true }));

  it('after kill -9 during inserts every acknowledged row is there, and no block is there in part', async () => {
    let acknowledged = 0;
    let next = 0;
    for (let round = 0; round < 3; round += 1) {
      const engine = await startClickHouse({ data });
      const client = connect(engine.url);
      await client.command({ query: 'CREATE TABLE IF NOT EXISTS t (a UInt64, b String) ENGINE = MergeTree ORDER BY a' });
      setTimeout(() => process.kill(engine.pid, 'SIGKILL'), 700 + 130 * round);
      for (let alive = true; alive; next += 1)
        alive = await client.insert({ table: 't', values: block(next), format: 'JSONEachRow' }).then(
          () => Boolean((acknowledged += 500)),
          () => false,
        );
      await engine.exited;
      await client.close();
    }
    const engine = await startClickHouse({ data });
    const client = connect(engine.url);
    const counts = await client.query({ query: 'SELECT count() AS n, uniqExact(a) AS u FROM t', format: 'JSONEachRow' });
    const [{ n, u }] = (await counts.json<{ n: number; u: number }>()) as [{ n: number; u: number }];
    await client.close();
    await engine.stop();
    assert.ok(acknowledged > 0, 'nothing was acknowledged');
    assert.is(n, u);
    assert.ok(n >= acknowledged && n <= acknowledged + 3 * 500 && n % 500 === 0, `${acknowledged} acknowledged, ${n} found`);
  });
});
