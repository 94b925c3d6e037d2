// Reading, deleting and metadata, as the official client sees them.
import { BACKWARDS, END, type EventStoreDBClient, FORWARDS, isOlder, NO_STREAM, START } from './testing/client.ts';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { all, anEvent, aStream, events, failure, type Harness, open, revisions } from './testing/harness.ts';

spec('reading', (it, { setup, teardown }) => {
  let h: Harness;
  let client: EventStoreDBClient;
  setup(async () => {
    h = await open();
    client = h.client;
  });
  teardown(() => h.close());
  async function filled(count: number): Promise<string> {
    const stream = aStream();
    await client.appendToStream(stream, events(count));
    return stream;
  }
  const typeOf = async (action: AsyncIterable<unknown>) => (await failure(all(action)))['type'];

  it('a stream reads both ways, from any revision, up to a count', async () => {
    const stream = await filled(6);
    const read = (options: object) => revisions(client.readStream(stream, options));
    assert.equal(await read({}), [0, 1, 2, 3, 4, 5]);
    assert.equal(await read({ fromRevision: 4n }), [4, 5]);
    assert.equal(await read({ fromRevision: 2n, maxCount: 2 }), [2, 3]);
    assert.equal(await read({ fromRevision: 99n }), []);
    assert.equal(await read({ direction: BACKWARDS, fromRevision: END }), [5, 4, 3, 2, 1, 0]);
    assert.equal(await read({ direction: BACKWARDS, fromRevision: 3n, maxCount: 2 }), [3, 2]);
    assert.equal(await read({ direction: BACKWARDS, fromRevision: 0n }), [0]);
    if (!isOlder) return; // kurrentdb-client 1.3.1 always reads forwards from START and backwards from END, whatever direction it is asked for
    assert.equal(await read({ direction: BACKWARDS, fromRevision: START }), [0]);
    assert.equal(await read({ direction: FORWARDS, fromRevision: END }), []);
  });
  it('a stream longer than a page reads completely', async () => {
    const stream = await filled(2500);
    assert.equal(
      await revisions(client.readStream(stream)),
      Array.from({ length: 2500 }, (_, i) => i),
    );
    assert.is((await revisions(client.readStream(stream, { direction: BACKWARDS, fromRevision: END }))).at(-1), 0);
  });
  it('a missing stream says so', async () => {
    assert.is(await typeOf(client.readStream(aStream())), 'stream-not-found');
  });
  it('$all reads both ways in strictly increasing positions, from inclusive and back exclusive', async () => {
    const stream = await filled(5);
    const forwards = await all(client.readAll());
    const positions = forwards.map((r) => r.event!.position!.commit);
    assert.ok(positions.every((p, i) => i === 0 || p > positions[i - 1]!));
    const backwards = await all(client.readAll({ direction: BACKWARDS, fromPosition: END }));
    assert.equal(
      backwards.map((r) => r.event!.position!.commit),
      positions.toReversed(),
    );
    const [first] = await all(client.readStream(stream, { maxCount: 1 }));
    const at = first!.event!.position!;
    assert.is((await all(client.readAll({ fromPosition: at, maxCount: 1 })))[0]!.event!.id, first!.event!.id);
    const before = await all(client.readAll({ fromPosition: at, direction: BACKWARDS, maxCount: 1 }));
    assert.ok(before.length === 0 || before[0]!.event!.position!.commit < at.commit);
    assert.is((await all(client.readAll({ maxCount: 3 }))).length, 3);
  });
  it('a soft-deleted stream is not found, and continues its revisions when written again', async () => {
    const stream = await filled(3);
    assert.ok((await client.deleteStream(stream, { expectedRevision: 2n })).position);
    assert.is(await typeOf(client.readStream(stream)), 'stream-not-found');
    const { nextExpectedRevision } = await client.appendToStream(stream, anEvent(), { expectedRevision: NO_STREAM });
    assert.is(nextExpectedRevision, 3n);
    assert.equal(await revisions(client.readStream(stream)), [3]);
    assert.is((await client.getStreamMetadata(stream)).metadata!.truncateBefore, 3);
  });
  it('deleting checks the expected revision and needs a stream', async () => {
    const stream = await filled(2);
    assert.equal((await failure(client.deleteStream(stream, { expectedRevision: 0n })))['actualVersion'], 1n);
    assert.is((await failure(client.deleteStream(aStream())))['type'], 'wrong-expected-version');
  });
  it('a tombstoned stream is deleted for ever', async () => {
    const stream = await filled(2);
    await client.tombstoneStream(stream);
    assert.is(await typeOf(client.readStream(stream)), 'stream-deleted');
    assert.is((await failure(client.appendToStream(stream, anEvent())))['type'], 'stream-deleted');
    assert.is((await failure(client.deleteStream(stream)))['type'], 'stream-deleted');
    const [last] = await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
    assert.equal([last!.event!.type, last!.event!.revision], ['$streamDeleted', 9223372036854775807n]);
    await client.tombstoneStream(aStream());
  });
  it('$maxCount, $tb and $maxAge hide events from readers of the stream but not of $all', async () => {
    const stream = await filled(6);
    await client.setStreamMetadata(stream, { maxCount: 4 });
    assert.equal(await revisions(client.readStream(stream)), [2, 3, 4, 5]);
    assert.equal(await revisions(client.readStream(stream, { direction: BACKWARDS, fromRevision: END })), [5, 4, 3, 2]);
    await client.setStreamMetadata(stream, { truncateBefore: 5 });
    assert.equal(await revisions(client.readStream(stream)), [5]);
    await client.setStreamMetadata(stream, { truncateBefore: 6 });
    assert.equal(await revisions(client.readStream(stream)), [], 'empty, but not missing');
    await client.setStreamMetadata(stream, { maxAge: 1 });
    await new Promise((r) => setTimeout(r, 1100));
    await client.appendToStream(stream, anEvent());
    assert.equal(await revisions(client.readStream(stream)), [6]);
    assert.is((await all(client.readAll())).filter((r) => r.event!.streamId === stream).length, 7);
  });
  it('metadata comes back with custom fields, and only its newest version is visible', async () => {
    const stream = await filled(1);
    assert.is((await client.getStreamMetadata(stream)).metadata, undefined);
    await client.setStreamMetadata(stream, { maxCount: 3 });
    await client.setStreamMetadata(stream, { maxCount: 7, acl: { readRoles: ['x'] }, mine: 'yes' } as never);
    const { metadata } = await client.getStreamMetadata<{ mine: string }>(stream);
    assert.equal([metadata!.maxCount, metadata!.mine, metadata!.acl], [7, 'yes', { readRoles: ['x'] }]);
    assert.equal(await revisions(client.readStream(`$$${stream}`)), [1]);
  });
  it('links resolve to what they point at, or to nothing when it is gone', async () => {
    const stream = await filled(2);
    const links = aStream('links');
    const link = (to: string) => ({ ...anEvent('$>'), contentType: 'application/octet-stream' as const, data: Buffer.from(to) });
    await client.appendToStream(links, [link(`1@${stream}`), link(`9@${stream}`)] as never);
    const [there, gone] = await all(client.readStream(links, { resolveLinkTos: true }));
    assert.equal([there!.event!.streamId, there!.event!.revision, there!.link!.streamId], [stream, 1n, links]);
    assert.equal([gone!.event, gone!.link!.revision], [undefined, 1n]);
    const [raw] = await all(client.readStream(links));
    assert.equal([raw!.event!.type, raw!.link], ['$>', undefined]);
  });
});
