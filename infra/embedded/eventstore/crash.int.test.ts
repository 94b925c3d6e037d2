// What survives SIGKILL under load: everything acknowledged, nothing half-written. Process crashes only; power loss is not tried here.
import { EventStoreDBClient } from './testing/client.ts';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { startEventStore } from './start.ts';
import { all, anEvent, temporaryFolder } from './testing/harness.ts';

const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 3);
const WRITERS = 32;
const BATCH = 3;

type Acknowledged = { revision: number; position: bigint };
/** Appends to one stream until the server goes away, always expecting the revision it was told last. */
async function write(client: EventStoreDBClient, stream: string, from: number, acknowledged: Map<string, Acknowledged>): Promise<void> {
  for (let revision = from; ; revision += BATCH) {
    const batch = Array.from({ length: BATCH }, () => anEvent('Written', { text: 'x'.repeat(100) }));
    const expectedRevision = revision < 0 ? 'no_stream' : BigInt(revision);
    const result = await client.appendToStream(stream, batch, { expectedRevision }).catch(() => undefined);
    if (!result) return;
    acknowledged.set(stream, { revision: Number(result.nextExpectedRevision), position: result.position!.commit });
  }
}

spec('killing the server under load', (it) => {
  it(`loses no acknowledged event and leaves no append half-written (${ROUNDS} rounds)`, async () => {
    const folder = temporaryFolder();
    const acknowledged = new Map<string, Acknowledged>();
    const last = new Map<string, number>();
    for (let round = 0; round <= ROUNDS; round++) {
      const server = await startEventStore({ data: folder.path });
      const client = EventStoreDBClient.connectionString(server.url);
      const log = await all(client.readAll());
      assert.ok(
        log.every((r, i) => i === 0 || r.event!.position!.commit > log[i - 1]!.event!.position!.commit),
        'positions increase',
      );
      last.clear();
      for (const { event } of log) {
        assert.is(Number(event!.revision), (last.get(event!.streamId) ?? -1) + 1, 'revisions have no gap');
        last.set(event!.streamId, Number(event!.revision));
      }
      for (const [stream, { revision }] of acknowledged) assert.ok((last.get(stream) ?? -1) >= revision, `${stream} has what was acknowledged`);
      for (const revision of last.values()) assert.is((revision + 1) % BATCH, 0, 'appends are whole');
      for (const stream of [...last.keys()].slice(0, 3))
        assert.is((await all(client.readStream(stream))).length, last.get(stream)! + 1, 'the stream agrees with the log');
      if (round < ROUNDS) {
        const writers = Array.from({ length: WRITERS }, (_, i) => write(client, `crash-${i}`, last.get(`crash-${i}`) ?? -1, acknowledged));
        setTimeout(() => process.kill(server.pid, 'SIGKILL'), 300 + Math.random() * 500);
        await Promise.all(writers);
        await server.exited;
      } else await server.stop();
      await client.dispose();
    }
    assert.ok(acknowledged.size === WRITERS);
    folder.remove();
  });
});
