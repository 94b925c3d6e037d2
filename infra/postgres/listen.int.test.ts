import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { type Running, startPostgres } from '../embedded/postgres/start.ts';
import { spec } from '../testing/spec.ts';
import { type Listener, listen } from './listen.ts';
import { makePool, type Pool } from './pool.ts';

spec('notices of PostgreSQL', (it, { setup, teardown }) => {
  const data = mkdtempSync(join(tmpdir(), 'hub-listen-'));
  let engine: Running;
  let pool: Pool;
  let listener: Listener;
  let listening = 0;
  const heard: string[] = [];
  const notify = (words: string) => pool.query('select pg_notify($1, $2)', ['hub_test', words]);
  const until = async (what: () => boolean) => {
    for (let i = 0; i < 800 && !what(); i += 1) await sleep(10);
    assert.ok(what());
  };
  setup(async () => {
    engine = await startPostgres({ data: join(data, 'pg') });
    pool = makePool({ url: engine.url });
    listener = listen(engine.url, 'hub_test', { onNotice: (payload) => heard.push(payload), onListening: () => (listening += 1) });
    await listener.ready;
  });
  teardown(async () => {
    await listener.close();
    await pool.end();
    await engine.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it('are heard in the order of their commits', async () => {
    for (const words of ['a', 'b', 'c']) await notify(words);
    await until(() => heard.length === 3);
    assert.equal(heard, ['a', 'b', 'c']);
  });

  it('are heard again after the server was killed, and the listener says that it may have missed some', async () => {
    const { port } = engine;
    process.kill(engine.pid, 'SIGKILL');
    await engine.exited;
    engine = await startPostgres({ data: join(data, 'pg'), port });
    await until(() => listening === 2);
    await notify('after');
    await until(() => heard.includes('after'));
  });

  it('are not heard any more once closed, and closing twice is no error', async () => {
    await listener.close();
    await notify('late');
    await sleep(100);
    assert.not.ok(heard.includes('late'));
  });
});
