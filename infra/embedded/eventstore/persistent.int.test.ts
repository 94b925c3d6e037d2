// Persistent subscriptions, as the official client sees them.
import {
  END,
  EventStoreDBClient,
  eventTypeFilter,
  isOlder,
  jsonEvent,
  PARK,
  type PersistentSubscriptionToAllResolvedEvent,
  persistentSubscriptionToAllSettingsFromDefaults as allSettings,
  persistentSubscriptionToStreamSettingsFromDefaults as streamSettings,
  PINNED,
  RETRY,
  SKIP,
  START,
  STOP,
} from './testing/client.ts';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { all, anEvent, aStream, collect, events, failure, type Harness, open, temporaryFolder, until } from './testing/harness.ts';

type Delivered = PersistentSubscriptionToAllResolvedEvent;
const numbers = (seen: readonly Delivered[]): number[] => seen.map((r) => (r.event!.data as { n: number }).n);

spec('persistent subscriptions', (it, { setup, teardown }) => {
  const folder = temporaryFolder();
  let h: Harness;
  let client: EventStoreDBClient;
  setup(async () => {
    h = await open({ data: folder.path });
    client = h.client;
  });
  teardown(async () => {
    await h.close();
    folder.remove();
  });
  async function grouped(count: number, settings: Partial<ReturnType<typeof streamSettings>> = {}): Promise<string> {
    const stream = aStream();
    if (count > 0) await client.appendToStream(stream, events(count));
    await client.createPersistentSubscriptionToStream(stream, 'g', streamSettings({ startFrom: START, ...settings }));
    return stream;
  }
  const subscribe = (stream: string, bufferSize = 10) => client.subscribeToPersistentSubscriptionToStream(stream, 'g', { bufferSize });

  it('a group delivers a stream in order and goes on live', async () => {
    const stream = await grouped(600);
    const subscription = subscribe(stream, 50);
    const { seen } = collect<Delivered>(subscription);
    subscription.on('data', (r) => void subscription.ack(r));
    await until(() => seen.length === 600);
    await client.appendToStream(stream, events(5));
    await until(() => seen.length === 605);
    assert.equal(
      numbers(seen.slice(0, 600)),
      Array.from({ length: 600 }, (_, i) => i),
    );
    await subscription.unsubscribe();
  });
  it('no more than the buffer size is out unacknowledged', async () => {
    const stream = await grouped(30);
    const subscription = subscribe(stream, 7);
    const { seen } = collect<Delivered>(subscription);
    await until(() => seen.length === 7);
    await new Promise((r) => setTimeout(r, 100));
    assert.is(seen.length, 7);
    await subscription.ack(...seen.slice(0, 3));
    await until(() => seen.length === 10);
    await subscription.unsubscribe();
  });
  it('a retried message comes again with its retry count, and is parked after the last retry', async () => {
    const stream = await grouped(1, { maxRetryCount: 2 });
    const subscription = subscribe(stream);
    const { seen } = collect<Delivered>(subscription);
    subscription.on('data', (r) => void subscription.nack(RETRY, 'again', r));
    const parkedCount = async () => (await client.getPersistentSubscriptionToStreamInfo(stream, 'g')).stats.parkedMessageCount;
    await until(async () => (await parkedCount()) === 1n);
    assert.equal(
      seen.map((r) => r.retryCount),
      [0, 1, 2],
    );
    await subscription.unsubscribe();
  });
  it('a message not acknowledged in time comes again', async () => {
    const stream = await grouped(1, { messageTimeout: 300 });
    const subscription = subscribe(stream);
    const { seen } = collect<Delivered>(subscription);
    await until(() => seen.length === 2);
    assert.equal([seen[0]!.retryCount, seen[1]!.retryCount], [0, 1]);
    await subscription.ack(seen[1]!);
    await subscription.unsubscribe();
  });
  it('what a consumer leaves unsettled goes to another', async () => {
    const stream = await grouped(3);
    const first = subscribe(stream);
    const left = collect<Delivered>(first).seen;
    await until(() => left.length === 3);
    const second = subscribe(stream);
    const taken = collect<Delivered>(second).seen;
    await first.unsubscribe();
    await until(() => taken.length === 3);
    assert.equal(numbers(taken), [0, 1, 2]);
    await second.unsubscribe();
  });
  it('skipped messages do not come again; stop drops the consumer', async () => {
    const stream = await grouped(2);
    const subscription = subscribe(stream, 1);
    const { seen, errors } = collect<Delivered>(subscription);
    await until(() => seen.length === 1);
    await subscription.nack(SKIP, 'no', seen[0]!);
    await until(() => seen.length === 2);
    await subscription.nack(STOP, 'enough', seen[1]!);
    await until(() => errors.length === 1);
    assert.is((errors[0] as { type?: string }).type, 'persistent-subscription-dropped');
  });
  it('parked messages form a stream of links and can be replayed, all or some', async () => {
    const stream = await grouped(4);
    const subscription = subscribe(stream);
    const { seen } = collect<Delivered>(subscription);
    subscription.on(
      'data',
      (r) => void (seen.filter((s) => s.event!.id === r.event!.id).length === 1 ? subscription.nack(PARK, 'broken', r) : subscription.ack(r)),
    );
    const parked = `$persistentsubscription-${stream}::g-parked`;
    await until(() => seen.length === 4);
    await until(async () => (await client.getPersistentSubscriptionToStreamInfo(stream, 'g')).stats.parkedMessageCount === 4n);
    const links = await all(client.readStream(parked, { resolveLinkTos: true }));
    assert.equal(
      links.map((l) => l.event!.streamId),
      Array(4).fill(stream),
    );
    assert.is((links[0]!.link!.metadata as { reason: string }).reason, 'broken');
    await client.replayParkedMessagesToStream(stream, 'g', { stopAt: 1 });
    await until(() => seen.length === 5);
    await client.replayParkedMessagesToStream(stream, 'g');
    await until(() => seen.length === 8);
    assert.equal(numbers(seen.slice(4)), [0, 1, 2, 3]);
    await until(async () => (await all(client.readStream(parked))).length === 0);
    await subscription.unsubscribe();
  });
  it('a replay stops before the revision of the parked stream that is given', async () => {
    const stream = await grouped(6);
    const subscription = subscribe(stream);
    const { seen } = collect<Delivered>(subscription);
    subscription.on('data', (r) => void (seen.length <= 6 ? subscription.nack(PARK, 'broken', r) : subscription.ack(r)));
    const parkedCount = async () => (await client.getPersistentSubscriptionToStreamInfo(stream, 'g')).stats.parkedMessageCount;
    await until(async () => (await parkedCount()) === 6n);
    await client.replayParkedMessagesToStream(stream, 'g', { stopAt: 2 });
    await until(async () => (await parkedCount()) === 4n);
    await client.replayParkedMessagesToStream(stream, 'g', { stopAt: 3 });
    await until(async () => (await parkedCount()) === 3n);
    assert.equal(numbers(seen.slice(6)), [0, 1, 2]);
    await subscription.unsubscribe();
  });
  it(
    'messages pinned by correlation go to one consumer per correlation, wherever they were written',
    async () => {
      const settings = allSettings({ startFrom: END, consumerStrategyName: 'PinnedByCorrelation' as typeof PINNED });
      await client.createPersistentSubscriptionToAll('correlated', settings, { filter: eventTypeFilter({ prefixes: ['Cor'] }) });
      const pair = [1, 2, 3].map(() => client.subscribeToPersistentSubscriptionToAll('correlated'));
      const got = pair.map((s) => {
        s.on('data', (r) => void s.ack(r));
        return collect<Delivered>(s).seen;
      });
      await Promise.all(pair.map((s) => new Promise((r) => s.on('confirmation', () => r(undefined)))));
      const ids = Array.from({ length: 13 }, (_, i) => `order ${i}`);
      for (let round = 0; round < 3; round++)
        await Promise.all(ids.map((id) => client.appendToStream(aStream(), jsonEvent({ type: 'Cor', data: {}, metadata: { $correlationId: id } }))));
      await until(() => got.reduce((sum, s) => sum + s.length, 0) === 39);
      const owners = ids.map((id) => got.filter((s) => s.some((r) => (r.event!.metadata as { $correlationId: string }).$correlationId === id)).length);
      assert.ok(owners.every((n) => n === 1));
      await Promise.all(pair.map((s) => s.unsubscribe()));
    },
    { unless: isOlder && 'the older client does not know this strategy' },
  );
  it('extra statistics tell how long consumers take', async () => {
    const stream = await grouped(5, { extraStatistics: true });
    const subscription = subscribe(stream, 2);
    const { seen } = collect<Delivered>(subscription);
    subscription.on('data', (r) => setTimeout(() => void subscription.ack(r), 30));
    await until(() => seen.length === 5);
    await until(async () => (await client.getPersistentSubscriptionToStreamInfo(stream, 'g')).stats.totalItems === 5n);
    const { connections } = await client.getPersistentSubscriptionToStreamInfo(stream, 'g');
    const measured = connections[0]!.extraStatistics!;
    assert.ok(measured.get('fastest')! >= 20n && measured.get('highest')! >= measured.get('median')!);
    assert.is(measured.size, 14);
    await subscription.unsubscribe();
  });
  it('several consumers share the work; pinned keeps a stream with one of them', async () => {
    const stream = await grouped(40);
    const both = [subscribe(stream, 5), subscribe(stream, 5)];
    const shares = both.map((s) => {
      s.on('data', (r) => void s.ack(r));
      return collect<Delivered>(s).seen;
    });
    await until(() => shares[0]!.length + shares[1]!.length === 40);
    assert.ok(shares.every((s) => s.length > 5));
    await Promise.all(both.map((s) => s.unsubscribe()));

    await client.createPersistentSubscriptionToAll('pinned', allSettings({ startFrom: END, consumerStrategyName: PINNED }), {
      filter: eventTypeFilter({ prefixes: ['Pin'] }),
    });
    const pair = [1, 2].map(() => client.subscribeToPersistentSubscriptionToAll('pinned'));
    const got = pair.map((s) => {
      s.on('data', (r) => void s.ack(r));
      return collect<Delivered>(s).seen;
    });
    await Promise.all(pair.map((s) => new Promise((r) => s.on('confirmation', () => r(undefined)))));
    for (const name of [aStream(), aStream(), aStream()]) await client.appendToStream(name, events(10, 'Pin'));
    await until(() => got[0]!.length + got[1]!.length === 30);
    const [left, right] = got.map((s) => new Set(s.map((r) => r.event!.streamId)));
    assert.is([...left!].filter((name) => right!.has(name)).length, 0);
    await Promise.all(pair.map((s) => s.unsubscribe()));
  });
  it('a group on $all sees only what its filter lets through', async () => {
    const type = `Only${Date.now()}`;
    await client.appendToStream(aStream(), [anEvent(type), anEvent('Else'), anEvent(type)]);
    await client.createPersistentSubscriptionToAll(type, allSettings({ startFrom: START }), { filter: eventTypeFilter({ regex: `^${type}$` }) });
    const subscription = client.subscribeToPersistentSubscriptionToAll(type);
    const { seen } = collect<Delivered>(subscription);
    subscription.on('data', (r) => void subscription.ack(r));
    await until(() => seen.length === 2);
    await client.appendToStream(aStream(), [anEvent('Else'), anEvent(type)]);
    await until(() => seen.length === 3);
    assert.ok(seen.every((r) => r.event!.type === type));
    await subscription.unsubscribe();
  });
  it('groups can be created once, listed, changed and deleted', async () => {
    const stream = await grouped(1, { maxSubscriberCount: 1 });
    const type = async (action: Promise<unknown>) => (await failure(action))['type'];
    assert.is(await type(client.createPersistentSubscriptionToStream(stream, 'g', streamSettings())), 'persistent-subscription-exists');
    const held = subscribe(stream);
    const { errors } = collect(held);
    await new Promise((r) => held.on('confirmation', () => r(undefined)));
    const second = collect(subscribe(stream));
    await until(() => second.errors.length === 1);
    assert.is((second.errors[0] as { type?: string }).type, 'maximum-subscribers-reached');
    const info = await client.getPersistentSubscriptionToStreamInfo(stream, 'g');
    assert.equal(
      [info.groupName, info.eventSource, info.connections.length, info.settings.maxSubscriberCount, info.settings.startFrom],
      ['g', stream, 1, 1, START],
    );
    await client.updatePersistentSubscriptionToStream(stream, 'g', streamSettings({ startFrom: START, maxRetryCount: 3 }));
    await until(() => errors.length === 1);
    assert.is((await client.getPersistentSubscriptionToStreamInfo(stream, 'g')).settings.maxRetryCount, 3);
    assert.ok((await client.listAllPersistentSubscriptions()).some((g) => g.eventSource === stream));
    assert.equal(
      (await client.listPersistentSubscriptionsToStream(stream)).map((g) => g.groupName),
      ['g'],
    );
    assert.ok((await client.listPersistentSubscriptionsToAll()).every((g) => g.eventSource === '$all'));
    await client.deletePersistentSubscriptionToStream(stream, 'g');
    assert.is(await type(client.getPersistentSubscriptionToStreamInfo(stream, 'g')), 'persistent-subscription-does-not-exist');
    const gone = collect(subscribe(stream));
    await until(() => gone.errors.length === 1);
  });
  it('a group goes on where it was after a restart, and also after being killed', async () => {
    if (!h.server) return;
    const stream = await grouped(50, { checkPointAfter: 100, checkPointLowerBound: 1 });
    const take = async (count: number): Promise<number[]> => {
      const subscription = subscribe(stream, 5);
      const { seen } = collect<Delivered>(subscription);
      let acked = 0;
      subscription.on('data', (r) => void (acked++ < count && subscription.ack(r)));
      await until(() => seen.length >= count);
      await new Promise((r) => setTimeout(r, 500));
      await subscription.unsubscribe();
      return numbers(seen.slice(0, count));
    };
    assert.equal(
      await take(20),
      Array.from({ length: 20 }, (_, i) => i),
    );
    await h.close();
    h = await open({ data: folder.path });
    client = h.client;
    assert.equal(
      await take(10),
      Array.from({ length: 10 }, (_, i) => i + 20),
    );
    process.kill(h.server!.pid, 'SIGKILL');
    await h.server!.exited;
    h = await open({ data: folder.path });
    client = h.client;
    assert.equal(await take(5), [30, 31, 32, 33, 34]);
    const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'g');
    assert.ok(stats.lastCheckpointedEventRevision! <= 34n);
  });
});
