// Catch-up subscriptions, as the official client sees them.
import { END, type EventStoreDBClient, eventTypeFilter, excludeSystemEvents, START, streamNameFilter } from './testing/client.ts';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { all, anEvent, aStream, collect, events, type Harness, open, until } from './testing/harness.ts';

spec('subscribing', (it, { setup, teardown }) => {
  let h: Harness;
  let client: EventStoreDBClient;
  setup(async () => {
    h = await open();
    client = h.client;
  });
  teardown(() => h.close());
  const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

  it('a stream subscription catches up, says so, and goes on live without gap or duplicate', async () => {
    const stream = aStream();
    await client.appendToStream(stream, events(700));
    const subscription = client.subscribeToStream(stream);
    let caughtUpAfter = -1;
    const { seen } = collect(subscription);
    subscription.on('caughtUp', () => (caughtUpAfter = Math.max(caughtUpAfter, seen.length)));
    const appending = (async () => {
      for (let i = 0; i < 60; i++) await client.appendToStream(stream, events(5));
    })();
    await appending;
    await until(() => seen.length >= 1000);
    assert.equal(
      seen.map((r) => Number(r.event!.revision)),
      count(1000),
    );
    assert.ok(caughtUpAfter >= 0);
    await subscription.unsubscribe();
  });
  it('starting after a revision is exclusive; starting at the end sees only what is new', async () => {
    const stream = aStream();
    await client.appendToStream(stream, events(4));
    const later = client.subscribeToStream(stream, { fromRevision: 1n });
    const atEnd = client.subscribeToStream(stream, { fromRevision: END });
    const [fromOne, fromEnd] = [collect(later).seen, collect(atEnd).seen];
    await until(() => fromOne.length === 2);
    await client.appendToStream(stream, anEvent());
    await until(() => fromOne.length === 3 && fromEnd.length === 1);
    assert.equal(
      fromOne.map((r) => r.event!.revision),
      [2n, 3n, 4n],
    );
    assert.equal(
      fromEnd.map((r) => r.event!.revision),
      [4n],
    );
    await Promise.all([later.unsubscribe(), atEnd.unsubscribe()]);
  });
  it('a subscription to a stream that does not exist waits for it', async () => {
    const stream = aStream();
    const subscription = client.subscribeToStream(stream, { fromRevision: START });
    const { seen, errors } = collect(subscription);
    await new Promise((r) => setTimeout(r, 50));
    await client.appendToStream(stream, anEvent());
    await until(() => seen.length === 1);
    assert.equal(errors, []);
    await subscription.unsubscribe();
  });
  it('a tombstone is delivered, then ends the subscription', async () => {
    const stream = aStream();
    await client.appendToStream(stream, anEvent());
    const { seen, errors } = collect(client.subscribeToStream(stream));
    await until(() => seen.length === 1);
    await client.tombstoneStream(stream);
    await until(() => errors.length === 1);
    assert.equal([seen.at(-1)!.event!.type, (errors[0] as { type?: string }).type], ['$streamDeleted', 'stream-deleted']);
  });
  it('a subscription to $all resumes exactly after a position', async () => {
    const stream = aStream();
    await client.appendToStream(stream, events(3));
    const [, second] = await all(client.readStream(stream));
    const subscription = client.subscribeToAll({ fromPosition: second!.event!.position! });
    const { seen } = collect(subscription);
    await until(() => seen.some((r) => r.event!.streamId === stream));
    assert.is(seen[0]!.event!.revision, 2n);
    await subscription.unsubscribe();
  });
  it('filters by prefix and by regular expression, on stream names and on event types', async () => {
    const [one, two] = [aStream('fone'), aStream('ftwo')];
    await client.appendToStream(one, [anEvent('Alpha'), anEvent('Beta')]);
    await client.appendToStream(two, [anEvent('Alpha'), anEvent('Gamma')]);
    const cases: [object, string[]][] = [
      [streamNameFilter({ prefixes: ['fone-', 'ftwo-'] }), ['Alpha', 'Beta', 'Alpha', 'Gamma']],
      [streamNameFilter({ regex: '^ft.o-' }), ['Alpha', 'Gamma']],
      [eventTypeFilter({ prefixes: ['Alp', 'Gam'] }), ['Alpha', 'Alpha', 'Gamma']],
      [eventTypeFilter({ regex: '^(Beta|Gamma)$' }), ['Beta', 'Gamma']],
    ];
    for (const [filter, expected] of cases) {
      const subscription = client.subscribeToAll({ filter: filter as never });
      const { seen } = collect(subscription);
      await until(() => seen.length >= expected.length);
      await subscription.unsubscribe();
      assert.equal(
        seen.map((r) => r.event!.type),
        expected,
      );
    }
  });
  it('checkpoints report progress when nothing matches, and never run ahead of delivered events', async () => {
    const checkpoints: bigint[] = [];
    const delivered: bigint[] = [];
    const type = `Rare${Date.now()}`;
    const filter = eventTypeFilter({
      prefixes: [type],
      checkpointInterval: 2,
      checkpointReached: async (_, { commit }) => {
        assert.ok(delivered.every((p) => p <= commit));
        checkpoints.push(commit);
      },
    });
    const subscription = client.subscribeToAll({ filter, fromPosition: END });
    subscription.on('data', (r) => delivered.push(r.event!.position!.commit));
    await new Promise((resolve) => subscription.on('confirmation', () => resolve(undefined)));
    await client.appendToStream(aStream(), [...events(100), anEvent(type), ...events(100)]);
    await until(() => delivered.length === 1 && checkpoints.length >= 3);
    assert.ok(checkpoints.every((p, i) => i === 0 || p >= checkpoints[i - 1]!));
    assert.ok(checkpoints.at(-1)! > delivered[0]!);
    await subscription.unsubscribe();
  });
  it('a subscriber that does not read holds nothing up and later gets everything', async () => {
    const stream = aStream('slow');
    const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['slow-'] }), fromPosition: END });
    await new Promise((resolve) => {
      subscription.once('confirmation', () => resolve(undefined));
      subscription.resume();
    });
    subscription.pause();
    for (let i = 0; i < 20; i++)
      await client.appendToStream(
        stream,
        Array.from({ length: 500 }, () => anEvent('Slow', { text: 'x'.repeat(2000) })),
      );
    const { seen } = collect(subscription);
    subscription.resume();
    await until(() => seen.length === 10_000, 20_000);
    assert.equal(
      seen.map((r) => Number(r.event!.revision)),
      count(10_000),
    );
    await subscription.unsubscribe();
  });
  it('system events are excluded when asked for', async () => {
    const stream = aStream();
    const subscription = client.subscribeToAll({ filter: excludeSystemEvents() });
    const { seen } = collect(subscription);
    await client.setStreamMetadata(stream, { maxCount: 5 });
    await client.appendToStream(stream, anEvent('Last'));
    await until(() => seen.at(-1)?.event!.streamId === stream);
    assert.ok(seen.every((r) => !r.event!.type.startsWith('$')));
    await subscription.unsubscribe();
  });
});
