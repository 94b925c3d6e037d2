// A disk that is really full and one that is really read-only: small file systems in memory, which only root may mount.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { startEventStore } from './start.ts';
import { anEvent, aStream, failure, revisions, temporaryFolder } from './testing/harness.ts';

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const { path, remove } = temporaryFolder();
  const mounted = run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path);
  if (mounted) run('umount', path);
  remove();
  return mounted;
}
const unless = canMount() ? false : 'this process may not mount a file system';
const classic = { credentials: { username: 'admin', password: 'changeit' } };

spec('a disk that takes no more', (it) => {
  it(
    'a full disk refuses writes with its reason, reads go on, and the same server writes again when space returns',
    async () => {
      const { path, remove } = temporaryFolder();
      run('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', path);
      const server = await startEventStore({ data: join(path, 'store') });
      const client = EventStoreDBClient.connectionString(server.url);
      const stream = aStream();
      const append = () => client.appendToStream(stream, [anEvent('Big', { text: 'x'.repeat(40_000) }), anEvent()], { expectedRevision: 'any', ...classic });
      await append();
      writeFileSync(join(path, 'filler'), Buffer.alloc(15 * 1024 * 1024), { flag: 'w' });
      let written = 1;
      while (
        await append().then(
          () => true,
          () => false,
        )
      )
        assert.ok(++written < 200, 'the disk fills up');
      assert.match(String((await failure(append()))['message']), /did not take the write: ENOSPC/);
      const expected = Array.from({ length: written * 2 }, (_, i) => i);
      assert.equal(await revisions(client.readStream(stream)), expected);
      rmSync(join(path, 'filler'));
      assert.is((await append()).nextExpectedRevision, BigInt(written * 2 + 1));
      await client.dispose();
      await server.stop();
      const again = await startEventStore({ data: join(path, 'store') });
      const later = EventStoreDBClient.connectionString(again.url);
      assert.is((await revisions(later.readStream(stream))).length, written * 2 + 2);
      await later.dispose();
      await again.stop();
      run('umount', path);
      remove();
    },
    { unless },
  );
  it(
    'a read-only data folder is served for reading, refuses writes with its reason, and is written again once it may be',
    async () => {
      const { path, remove } = temporaryFolder();
      run('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', path);
      const stream = aStream();
      const session = async (work: (client: EventStoreDBClient) => Promise<void>) => {
        const lines: string[] = [];
        const server = await startEventStore({ data: join(path, 'store'), log: (line) => lines.push(line) });
        const client = EventStoreDBClient.connectionString(server.url);
        await work(client);
        await client.dispose();
        await server.stop();
        return lines;
      };
      const append = (client: EventStoreDBClient) => client.appendToStream(stream, [anEvent()], { expectedRevision: 'any', ...classic });
      await session(async (client) => void (await append(client)));
      run('mount', '-o', 'remount,ro', path);
      const lines = await session(async (client) => {
        assert.equal(await revisions(client.readStream(stream)), [0]);
        assert.match(String((await failure(append(client)))['message']), /the data folder is read-only/);
        assert.equal(await revisions(client.readStream(stream)), [0]);
      });
      assert.ok(lines.some((line) => line.includes('reads are served, writes are refused')));
      run('mount', '-o', 'remount,rw', path);
      await session(async (client) => assert.is((await append(client)).nextExpectedRevision, 1n));
      run('umount', path);
      remove();
    },
    { unless },
  );
});
