// A reader that does not read: nobody else may notice, and it must not fill the server's memory.
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { aStream, anEvent, type Harness, open, temporaryFolder, until } from './testing/harness.ts';
import { EventStoreDBClient } from '@eventstore/db-client';

const READERS = 20;
const BATCHES = 100;
const PER_BATCH = 100;
const residentMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
const unless = process.platform === 'linux' ? false : 'memory is read from /proc';

async function fill(h: Harness, stream: string): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < BATCHES; n++)
    await h.client.appendToStream(
      stream,
      Array.from({ length: PER_BATCH }, () => anEvent('Wide', { text: 'x'.repeat(1000) })),
    );
  return performance.now() - began;
}

spec('a slow reader', (it) => {
  it(
    'a slow reader never slows writers, holds no memory, and has everything once it reads',
    async () => {
      const folder = temporaryFolder();
      const h = await open({ data: folder.path });
      await fill(h, aStream());
      const alone = await fill(h, aStream());
      const other = EventStoreDBClient.connectionString(h.url);
      const subscriptions = Array.from({ length: READERS }, () => other.subscribeToAll());
      const readers = subscriptions.map((subscription) => subscription as unknown as Readable);
      await Promise.all(readers.map((reader) => new Promise((resolve) => reader.once('data', () => resolve(reader.pause())))));
      const before = residentMb(h.server!.pid);
      const beside = await fill(h, aStream());
      const grown = residentMb(h.server!.pid) - before;
      assert.ok(beside < alone * 3 + 500, `${beside.toFixed(0)} ms beside slow readers, ${alone.toFixed(0)} ms alone`);
      assert.ok(grown < 100, `the server grew by ${grown.toFixed(0)} MB; ${READERS} readers are ${3 * BATCHES * PER_BATCH} events of 1 KB behind`);
      const positions: bigint[] = [];
      readers[0]!.on('data', ({ event }: { event: { position: { commit: bigint } } }) => positions.push(event.position.commit));
      readers[0]!.resume();
      await until(() => positions.length >= 3 * BATCHES * PER_BATCH - 1, 30_000);
      assert.ok(positions.every((position, i) => i === 0 || position > positions[i - 1]!));
      await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
      await other.dispose();
      await h.close();
      folder.remove();
    },
    { unless },
  );

  it('calls that are cancelled while much is on its way do not use up their connection', async () => {
    const folder = temporaryFolder();
    const h = await open({ data: folder.path });
    const stream = aStream();
    await h.client.appendToStream(stream, [anEvent('Wide', { text: 'x'.repeat(900_000) })]);
    for (let n = 0; n < 200; n++) {
      const events = h.client.readStream(stream) as unknown as Readable & { cancel(): Promise<void> };
      await Promise.race([events.cancel(), new Promise((resolve) => events.once('close', resolve))]);
      events.destroy();
    }
    const found: unknown[] = await Array.fromAsync(h.client.readStream(stream));
    assert.is(found.length, 1);
    await h.close();
    folder.remove();
  });
});
