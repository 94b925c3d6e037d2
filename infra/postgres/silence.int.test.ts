import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, is } from 'uvu/assert';
import { type Running, startPostgres } from '../embedded/postgres/start.ts';
import { type Proxy, startProxy } from '../testing/faults/proxy.ts';
import { spec } from '../testing/spec.ts';
import { connected, makePool, type Pool, transaction } from './pool.ts';
import { makeReader } from './reader.ts';

const PATIENCE_MS = 500;
type Asking = { ask(): Promise<unknown>; close(): Promise<void> };

spec('a connection to PostgreSQL that went silent', (it, { setup, teardown }) => {
  const data = mkdtempSync(join(tmpdir(), 'hub-silence-'));
  let engine: Running;
  let proxy: Proxy;
  setup(async () => {
    engine = await startPostgres({ data: join(data, 'pg') });
    proxy = await startProxy(Number(new URL(engine.url).port));
  });
  teardown(async () => {
    await proxy.close();
    await engine.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const through = (): string => Object.assign(new URL(engine.url), { port: String(proxy.port) }).href;
  const asking = (pool: Pool, ask: () => Promise<unknown>): Asking => ({ ask, close: () => pool.end() });
  const ways: Record<string, () => Asking> = {
    'of the reader': () => {
      const reader = makeReader({ url: through(), max: 1, patienceMs: PATIENCE_MS });
      return { ask: () => reader.within('klinik', (rows) => rows.execute('select 1 as one', [])), close: () => reader.close() };
    },
    'in a transaction': () => {
      const pool = makePool({ url: through(), max: 1, patienceMs: PATIENCE_MS });
      return asking(pool, () => transaction(pool, (client) => client.query('select 1 as one')));
    },
    'in a pipeline': () => {
      const pool = makePool({ url: through(), max: 1, patienceMs: PATIENCE_MS, pipeline: true });
      return asking(pool, () => transaction(pool, (client) => client.query('select 1 as one')));
    },
    'of its own': () => {
      const pool = makePool({ url: through(), max: 1, patienceMs: PATIENCE_MS });
      return asking(pool, () => connected(pool, (client) => client.query('select 1 as one')));
    },
    'of one statement': () => {
      const pool = makePool({ url: through(), max: 1, patienceMs: PATIENCE_MS });
      return asking(pool, () => pool.query('select 1 as one'));
    },
  };

  it('or died within a transaction leaves its place to another', async () => {
    const reader = makeReader({ url: through(), max: 1 });
    const ask = () => reader.within('klinik', (rows) => rows.execute('select 1 as one', []));
    const refused = await reader
      .within('klinik', async (rows) => {
        await proxy.refuse();
        return rows.execute('select 1 as one', []);
      })
      .catch((error: Error) => error);
    is(refused instanceof Error, true);
    await proxy.heal();
    equal(JSON.stringify(await ask()), '[{"one":1}]');
    await reader.close();
  });

  for (const [name, make] of Object.entries(ways))
    it(`${name} is not given to the next who asks`, async () => {
      const { ask, close } = make();
      await ask();
      proxy.silence();
      const told = await ask().then(
        () => 'an answer',
        (error: Error) => error.message,
      );
      is(told.includes('Query read timeout'), true, told);
      await proxy.heal();
      const rows = await ask();
      equal(JSON.stringify(rows).includes('"one":1'), true);
      await close();
    });
});
