// The server as a process: starting, refusing, ending, and what it answers besides streams.
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient } from './testing/client.ts';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { type Started, startEventStore } from './start.ts';
import { all, anEvent, aStream, failure, temporaryFolder, until } from './testing/harness.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const child = spawn(process.execPath, [MAIN, ...args]);
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (out += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out };
}

spec('the server process', (it, { setup, teardown }) => {
  const folder = temporaryFolder();
  let server: Started;
  setup(async () => {
    server = await startEventStore({ data: folder.path });
  });
  teardown(async () => {
    await server.stop();
    folder.remove();
  });
  it('--help explains itself; nonsense is refused in one line', async () => {
    const help = await run('--help');
    assert.is(help.code, 0);
    assert.match(help.out, '--in-memory');
    const none = await run();
    assert.equal([none.code, none.out.trim().split('\n').length], [1, 1]);
    assert.match((await run('--in-memory', '--port', 'x')).out, '--port must be');
  });
  it('a second process on the same folder is refused and told who has it', async () => {
    const { code, out } = await run('--data', folder.path, '--port', '0');
    assert.is(code, 1);
    assert.match(out, `is in use by process ${server.pid}`);
    const error = await startEventStore({ data: folder.path }).then(
      () => undefined,
      (e: Error) => e,
    );
    assert.match(error!.message, 'is in use');
  });
  it('a taken port is refused in one line', async () => {
    const { code, out } = await run('--in-memory', '--port', String(server.port));
    assert.is(code, 1);
    assert.match(out, 'EADDRINUSE');
  });
  it('health, statistics and metrics answer over HTTP/1.1 on the same port', async () => {
    const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    assert.is((await get('/health/live')).status, 204);
    assert.type(((await (await get('/stats')).json()) as { last_position: unknown }).last_position, 'number');
    assert.match(await (await get('/metrics')).text(), 'eventstore_last_position');
    assert.equal([(await get('/nothing')).status, (await get('/stats', 'POST')).status], [404, 405]);
  });
  it('discovery by gossip finds the server under the address that was asked', async () => {
    const client = EventStoreDBClient.connectionString(`esdb+discover://127.0.0.1:${server.port}?tls=false`);
    const stream = aStream();
    await client.appendToStream(stream, anEvent());
    assert.is((await all(client.readStream(stream))).length, 1);
    await client.dispose();
  });
  it('what is not offered says so', async () => {
    const client = EventStoreDBClient.connectionString(server.url);
    const error = await failure(client.createProjection('p', 'fromAll()'));
    assert.match(String(error['message']), 'runs the system projections only');
    await client.dispose();
  });
  it('a graceful stop loses nothing and ends in time; in memory nothing is kept', async () => {
    const other = temporaryFolder();
    const stream = aStream();
    let started = await startEventStore({ data: other.path });
    let client = EventStoreDBClient.connectionString(started.url);
    await client.appendToStream(stream, [anEvent(), anEvent()]);
    const began = Date.now();
    await started.stop();
    assert.ok(Date.now() - began < 3000);
    assert.is(await started.exited, 0);
    await client.dispose();
    started = await startEventStore({ data: other.path });
    client = EventStoreDBClient.connectionString(started.url);
    assert.is((await all(client.readStream(stream))).length, 2);
    await client.dispose();
    await started.stop();
    other.remove();
    const memory = await startEventStore({});
    client = EventStoreDBClient.connectionString(memory.url);
    assert.equal(await all(client.readAll()), []);
    await client.dispose();
    await memory.stop();
  });
  it('the server ends when the process that started it dies', async () => {
    const script = `const { startEventStore } = await import(${JSON.stringify(new URL('./start.ts', import.meta.url).href)});
      const s = await startEventStore({}); console.log(s.pid); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(String(line).trim());
    parent.kill('SIGKILL');
    const isAlive = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await until(() => !isAlive());
  });
});
