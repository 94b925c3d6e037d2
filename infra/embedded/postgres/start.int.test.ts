import { execFile, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { keysUrl, type Running, startPostgres } from './start.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const dies = async (pid: number) => {
  for (let i = 0; i < 200 && alive(pid); i += 1) await sleep(25);
  return !alive(pid);
};

/** A hub that starts PostgreSQL, tells its pid and then waits to be killed. */
function hubIn(data: string): Promise<{ hub: number; postmaster: number }> {
  const script = fileURLToPath(import.meta.url);
  const child = fork(script, [data], { env: { ...process.env, PLAY_HUB: '1' } });
  return new Promise((resolve, fail) => {
    child.once('message', (pid) => resolve({ hub: child.pid!, postmaster: pid as number }));
    child.once('exit', () => fail(new Error('the played hub ended')));
  });
}

if (process.env.PLAY_HUB) {
  const running = await startPostgres({ data: process.argv[2]! });
  process.send!(running.pid);
} else {
  spec('embedded PostgreSQL', (it, { setup, teardown }) => {
    const data = join(mkdtempSync(join(tmpdir(), 'hub-pg-')), 'postgres');
    let first: Running;
    setup(async () => {
      first = await startPostgres({ data });
    });
    teardown(async () => {
      await first.stop();
      rmSync(join(data, '..'), { recursive: true, force: true });
    });

    it('answers as superuser of database hub and has a database for keys', async () => {
      assert.equal(await ask(first.url, 'select current_database(), rolsuper from pg_roles where rolname = current_user'), ['hub', true]);
      assert.equal(await ask(keysUrl(first.url), 'select current_database()'), ['hub_keys']);
      assert.match(String(await ask(first.url, 'show server_version')), /^18/);
    });

    it('keeps its password in a file only the owner reads, and listens on loopback only', async () => {
      assert.is(statSync(join(data, 'password')).mode & 0o777, 0o600);
      assert.equal(await ask(first.url, "select current_setting('listen_addresses'), current_setting('unix_socket_directories')"), ['127.0.0.1', '']);
      let refused = '';
      await ask(first.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1').catch((error) => {
        refused = error.code;
      });
      assert.is(refused, '28P01');
    });

    it('resumes its data after a stop', async () => {
      await ask(first.url, 'create table kept as select 42 as n');
      await first.stop();
      assert.is(await first.exited, 0);
      first = await startPostgres({ data });
      assert.equal(await ask(first.url, 'select n from kept'), [42]);
    });

    it('starts over a pid file whose number belongs to another program', async () => {
      const file = join(data, 'db', 'postmaster.pid');
      const text = readFileSync(file, 'utf8');
      await first.stop();
      writeFileSync(file, text.replace(/^\d+/, String(process.pid)));
      first = await startPostgres({ data });
      assert.equal(await ask(first.url, 'select 1'), [1]);
    });

    it('tells when the server is killed, and recovers what was committed', async () => {
      await ask(first.url, 'insert into kept values (43)');
      process.kill(first.pid, 'SIGKILL');
      assert.is.not(await first.exited, 0);
      first = await startPostgres({ data });
      assert.equal(await ask(first.url, 'select n from kept order by 1'), [42, 43]);
    });

    it('ends when the hub is killed', async () => {
      await first.stop();
      const { hub, postmaster } = await hubIn(data);
      process.kill(hub, 'SIGKILL');
      assert.ok(await dies(postmaster));
      first = await startPostgres({ data });
    });

    it('stops a survivor of its folder before it starts', async () => {
      await first.stop();
      const { hub, postmaster } = await hubIn(data);
      const watcher = await new Promise<number>((resolve) =>
        execFile('ps', ['-o', 'ppid=', '-p', String(postmaster)], (_e, out) => resolve(Number(out.trim()))),
      );
      process.kill(watcher, 'SIGKILL');
      process.kill(hub, 'SIGKILL');
      first = await startPostgres({ data });
      assert.not.ok(alive(postmaster));
      assert.equal(await ask(first.url, 'select 1'), [1]);
    });

    it('says in one line why it cannot start', async () => {
      let words = '';
      await startPostgres({ data: `${data}-2`, port: first.port }).catch((error) => {
        words = error.message;
      });
      assert.match(words, /did not start: .*could not create any TCP/);
    });
  });
}
