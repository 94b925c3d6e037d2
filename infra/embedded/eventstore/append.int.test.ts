// Appending, as the official client sees it.
import { ANY, binaryEvent, EventStoreDBClient, jsonEvent, NO_STREAM, STREAM_EXISTS } from './testing/client.ts';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { all, anEvent, aStream, events, failure, type Harness, open, revisions } from './testing/harness.ts';

spec('appending', (it, { setup, teardown }) => {
  let h: Harness;
  let client: EventStoreDBClient;
  setup(async () => {
    h = await open({ maxAppend: 1_000_000 });
    client = h.client;
  });
  teardown(() => h.close());
  /** Per-call credentials make the client use Append instead of BatchAppend. */
  const classic = { credentials: { username: 'admin', password: 'changeit' } };
  const paths = [
    ['batch', {}],
    ['classic', classic],
  ] as const;

  for (const [path, how] of paths) {
    it(`a new stream starts at revision 0 and grows without gaps (${path})`, async () => {
      const stream = aStream();
      const first = await client.appendToStream(stream, events(3), { expectedRevision: NO_STREAM, ...how });
      const second = await client.appendToStream(stream, events(2), { expectedRevision: 2n, ...how });
      assert.is(first.nextExpectedRevision, 2n);
      assert.is(second.nextExpectedRevision, 4n);
      assert.ok(second.position!.commit > first.position!.commit);
      assert.equal(await revisions(client.readStream(stream)), [0, 1, 2, 3, 4]);
    });
    it(`a wrong expectation is refused with the current revision (${path})`, async () => {
      const stream = aStream();
      const missing = await failure(client.appendToStream(stream, anEvent(), { expectedRevision: 5n, ...how }));
      await client.appendToStream(stream, events(2), how);
      const stale = await failure(client.appendToStream(stream, anEvent(), { expectedRevision: 0n, ...how }));
      const exists = await failure(client.appendToStream(stream, anEvent(), { expectedRevision: NO_STREAM, ...how }));
      const absent = await failure(client.appendToStream(aStream(), anEvent(), { expectedRevision: STREAM_EXISTS, ...how }));
      assert.equal([missing['type'], missing['actualVersion'], missing['expectedVersion']], ['wrong-expected-version', NO_STREAM, 5n]);
      assert.equal([stale['actualVersion'], stale['expectedVersion'], stale['streamName']], [1n, 0n, stream]);
      assert.equal([exists['actualVersion'], exists['expectedVersion']], [1n, NO_STREAM]);
      assert.equal([absent['actualVersion'], absent['expectedVersion']], [NO_STREAM, STREAM_EXISTS]);
    });
    it(`repeating an append with the same ids is a success that adds nothing (${path})`, async () => {
      const stream = aStream();
      const same = events(3);
      const first = await client.appendToStream(stream, same, { expectedRevision: NO_STREAM, ...how });
      for (const expectedRevision of [NO_STREAM, ANY, STREAM_EXISTS] as const)
        assert.equal(await client.appendToStream(stream, same, { expectedRevision, ...how }), first);
      await client.appendToStream(stream, events(1), { expectedRevision: 2n, ...how });
      assert.equal(await client.appendToStream(stream, same, { expectedRevision: NO_STREAM, ...how }), first, 'also later');
      assert.is((await all(client.readStream(stream))).length, 4);
    });
    it(`an append beyond the maximum size is refused with the limit (${path})`, async () => {
      if (!h.isEmbedded) return; // another server has a limit of its own
      const big = anEvent('Big', { text: 'x'.repeat(1_000_001) });
      const error = await failure(client.appendToStream(aStream(), big, how));
      assert.equal([error['type'], error['maxAppendSize']], ['maximum-append-size-exceeded', 1_000_000]);
    });
  }
  it('a part of a repeated append answers as that part; a mixture is refused', async () => {
    const stream = aStream();
    const [a, b, c] = events(3);
    await client.appendToStream(stream, [a!, b!, c!], { expectedRevision: NO_STREAM });
    const part = await client.appendToStream(stream, [b!, c!], { expectedRevision: 0n });
    assert.is(part.nextExpectedRevision, 2n);
    const mixed = await failure(client.appendToStream(stream, [b!, anEvent()], { expectedRevision: 0n }));
    assert.is(mixed['type'], 'wrong-expected-version');
    const overlap = await failure(client.appendToStream(stream, [c!, anEvent()], { expectedRevision: ANY }));
    assert.is(overlap['type'], 'wrong-expected-version');
    const fresh = await client.appendToStream(stream, [anEvent(), a!], { expectedRevision: ANY });
    assert.is(fresh.nextExpectedRevision, 4n, 'a new first event makes it a new append');
  });
  it('the same ids may be used in another stream', async () => {
    const same = events(2);
    await client.appendToStream(aStream(), same);
    const other = aStream();
    await client.appendToStream(other, same);
    assert.equal(await revisions(client.readStream(other)), [0, 1]);
  });
  it('of many writers at one revision exactly one wins', async () => {
    const stream = aStream();
    await client.appendToStream(stream, anEvent());
    const outcomes = await Promise.allSettled(Array.from({ length: 64 }, () => client.appendToStream(stream, anEvent(), { expectedRevision: 0n })));
    assert.is(outcomes.filter((o) => o.status === 'fulfilled').length, 1);
    assert.equal(await revisions(client.readStream(stream)), [0, 1]);
  });
  it('two identical appends at the same time are one', async () => {
    const stream = aStream();
    const same = events(2);
    const both = await Promise.all([1, 2].map(() => client.appendToStream(stream, same, { expectedRevision: NO_STREAM })));
    assert.equal(both[0], both[1]);
    assert.equal(await revisions(client.readStream(stream)), [0, 1]);
  });
  it('json and binary events, metadata and non-ASCII names come back as they were', async () => {
    const stream = `${aStream()}-ğüş日本`;
    await client.appendToStream(stream, [
      jsonEvent({ type: 'Ölçüm', data: { ad: 'Şükrü', n: 1.5, list: [null, true] }, metadata: { $correlationId: 'c', x: 1 } }),
      binaryEvent({ type: 'Raw', data: Uint8Array.from([0, 1, 255]), metadata: Uint8Array.from([7, 8]) }),
    ]);
    const [json, binary] = (await all(client.readStream(stream))).map((r) => r.event!);
    assert.equal(
      [json!.type, json!.data, json!.metadata, json!.isJson, json!.streamId],
      ['Ölçüm', { ad: 'Şükrü', n: 1.5, list: [null, true] }, { $correlationId: 'c', x: 1 }, true, stream],
    );
    assert.equal([binary!.isJson, [...(binary!.data as Uint8Array)], [...(binary!.metadata as Uint8Array)]], [false, [0, 1, 255], [7, 8]]);
    assert.ok(Math.abs(json!.created.getTime() - Date.now()) < 60_000);
    const refused = await failure(client.appendToStream(stream, anEvent(), { expectedRevision: 9n }));
    assert.is(refused['streamName'], stream);
  });
  it('a large append travels in several chunks and is atomic', async () => {
    const stream = aStream();
    const many = Array.from({ length: 900 }, (_, n) => anEvent('Chunk', { n, text: 'x'.repeat(900) }));
    const { nextExpectedRevision } = await client.appendToStream(stream, many, { batchAppendSize: 100_000 });
    assert.is(nextExpectedRevision, 899n);
    assert.is((await all(client.readStream(stream))).length, 900);
  });
  it('an append of no events checks the expectation and changes nothing', async () => {
    const stream = aStream();
    await client.appendToStream(stream, anEvent());
    await client.appendToStream(stream, [], { expectedRevision: 0n });
    assert.is((await failure(client.appendToStream(stream, [], { expectedRevision: 4n })))['type'], 'wrong-expected-version');
    assert.equal(await revisions(client.readStream(stream)), [0]);
  });
  it('a client that asks not to throw is told of the failure', async () => {
    if (!h.isEmbedded) return;
    const mild = EventStoreDBClient.connectionString(`${h.url}&throwOnAppendFailure=false`);
    const stream = aStream();
    await mild.appendToStream(stream, anEvent());
    assert.is((await mild.appendToStream(stream, anEvent(), { expectedRevision: 7n })).success, false);
    await mild.dispose();
  });
});
