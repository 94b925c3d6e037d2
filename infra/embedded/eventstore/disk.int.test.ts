// When the disk takes no more: writes fail with a clear error, reads go on, and nothing half-written is left. The limit is the shell's
// file size limit, which refuses writes as a full disk does.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient } from './testing/client.ts';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { startEventStore } from './start.ts';
import { anEvent, aStream, failure, revisions, temporaryFolder } from './testing/harness.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const LIMIT_KB = 2048;
async function startLimited(data: string): Promise<{ url: string; stop(): Promise<void> }> {
  const command = `trap '' XFSZ; ulimit -f ${LIMIT_KB}; exec "$0" "$@"`;
  const child = spawn('bash', ['-c', command, process.execPath, MAIN, '--data', data, '--port', '0'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise<number>((resolve) => child.once('message', (message) => resolve((message as { port: number }).port)));
  const stop = async () => {
    child.disconnect();
    await exited;
  };
  return { url: `esdb://127.0.0.1:${port}?tls=false`, stop };
}

spec('a full disk', (it) => {
  it('refuses writes, still reads, and starts again whole when space returns', async () => {
    if (process.platform === 'win32') return;
    const folder = temporaryFolder();
    const limited = await startLimited(folder.path);
    let client = EventStoreDBClient.connectionString(limited.url);
    const stream = aStream();
    const append = (n: number) =>
      client.appendToStream(stream, [anEvent('Big', { text: 'x'.repeat(50_000) }), anEvent()], { expectedRevision: n === 0 ? 'no_stream' : BigInt(n * 2 - 1) });
    let written = 0;
    for (let full = false; !full; ) {
      const outcome = await append(written).catch((error: { type: string }) => error.type);
      full = typeof outcome === 'string';
      if (full) assert.is(outcome, 'deadline-exceeded', 'the client is told to try again');
      else written++;
      assert.ok(written < 200, 'the limit holds');
    }
    assert.ok(written > 0);
    assert.is((await failure(append(written)))['type'], 'deadline-exceeded');
    const expected = Array.from({ length: written * 2 }, (_, i) => i);
    assert.equal(await revisions(client.readStream(stream)), expected);
    await client.dispose();
    await limited.stop();

    const server = await startEventStore({ data: folder.path });
    client = EventStoreDBClient.connectionString(server.url);
    assert.equal(await revisions(client.readStream(stream)), expected);
    assert.is((await append(written)).nextExpectedRevision, BigInt(written * 2 + 1));
    await client.dispose();
    await server.stop();
    folder.remove();
  });
});
