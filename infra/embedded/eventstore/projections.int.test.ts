// System projections and the services around the store, as the official client sees them.
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  jsonEvent,
  type PersistentSubscriptionToAllResolvedEvent,
  persistentSubscriptionToStreamSettingsFromDefaults as streamSettings,
  START,
} from './testing/client.ts';
import { all, anEvent, collect, events, failure, type Harness, open, temporaryFolder, until } from './testing/harness.ts';

let counter = 0;
/** A category of this run only, since the server may be shared. */
const aCategory = (): string => `cat${Date.now().toString(36)}${counter++}`;

spec('system projections', (it, { setup, teardown }) => {
  const folder = temporaryFolder();
  let h: Harness;
  let client: EventStoreDBClient;
  const openAgain = async () => {
    h = await open({ data: folder.path });
    client = h.client;
  };
  setup(async () => {
    await openAgain();
    for (const name of ['$by_category', '$by_event_type', '$stream_by_category', '$streams', '$by_correlation_id']) await client.enableProjection(name);
  });
  teardown(async () => {
    await h.close();
    folder.remove();
  });
  const length = async (stream: string): Promise<number> => (await all(client.readStream(stream)).catch(() => [])).length;
  async function filled(category: string, streams: number, each: number): Promise<string[]> {
    const names = Array.from({ length: streams }, (_, i) => `${category}-${i}`);
    for (let n = 0; n < each; n++) for (const name of names) await client.appendToStream(name, anEvent('Counted', { n }));
    await until(async () => (await length(`$ce-${category}`)) === streams * each);
    return names;
  }

  it('a category stream has a link to every event of its streams, in the order of the log', async () => {
    const category = aCategory();
    const names = await filled(category, 3, 4);
    const raw = await all(client.readStream(`$ce-${category}`));
    assert.equal([raw[0]!.event!.type, raw[0]!.event!.revision, raw[0]!.link], ['$>', 0n, undefined]);
    const resolved = await all(client.readStream(`$ce-${category}`, { resolveLinkTos: true }));
    assert.equal(
      resolved.map((r) => [r.event!.streamId, (r.event!.data as { n: number }).n, Number(r.link!.revision)]),
      Array.from({ length: 12 }, (_, i) => [names[i % 3], Math.floor(i / 3), i]),
    );
  });
  it('link streams read both ways, from any revision, up to a count, and honour $maxCount', async () => {
    const category = aCategory();
    const stream = `$ce-${category}`;
    await filled(category, 1, 700);
    const read = async (options: object) => (await all(client.readStream(stream, { resolveLinkTos: true, ...options }))).map((r) => Number(r.link!.revision));
    assert.equal(await read({ fromRevision: 697n }), [697, 698, 699]);
    assert.equal(await read({ direction: BACKWARDS, fromRevision: END, maxCount: 2 }), [699, 698]);
    assert.equal(await read({ direction: BACKWARDS, fromRevision: 1n }), [1, 0]);
    assert.is((await read({ direction: BACKWARDS, fromRevision: END })).length, 700);
    await client.setStreamMetadata(stream, { maxCount: 2 });
    assert.equal(await read({}), [698, 699]);
  });
  it('type, first-of-stream and correlation streams link what they promise', async () => {
    const category = aCategory();
    const type = `T${category}`;
    const [one, two] = [`${category}-1`, `${category}-2`];
    const correlated = () => jsonEvent({ type, data: {}, metadata: { $correlationId: category } });
    await client.appendToStream(one, [correlated(), anEvent(type)]);
    await client.appendToStream(two, [anEvent(`Other${type}`), correlated()]);
    const targets = async (stream: string) =>
      (await all(client.readStream(stream, { resolveLinkTos: true }))).map((r) => `${r.event!.revision}@${r.event!.streamId}`);
    await until(async () => (await length(`$bc-${category}`)) === 2 && (await length(`$et-${type}`)) === 3 && (await length(`$category-${category}`)) === 2);
    assert.equal(await targets(`$et-${type}`), [`0@${one}`, `1@${one}`, `1@${two}`]);
    assert.equal(await targets(`$bc-${category}`), [`0@${one}`, `1@${two}`]);
    assert.equal(await targets(`$category-${category}`), [`0@${one}`, `0@${two}`]);
    await until(async () => (await targets('$streams')).includes(`0@${two}`));
  });
  it('a subscription to a link stream catches up and goes on live, with resolved events', async () => {
    const category = aCategory();
    await filled(category, 2, 3);
    const subscription = client.subscribeToStream(`$ce-${category}`, { fromRevision: START, resolveLinkTos: true });
    const { seen } = collect(subscription);
    await until(() => seen.length === 6);
    await client.appendToStream(`${category}-9`, events(200));
    await until(() => seen.length === 206);
    assert.equal(
      seen.map((r) => Number(r.link!.revision)),
      Array.from({ length: 206 }, (_, i) => i),
    );
    await subscription.unsubscribe();
  });
  it('a persistent subscription to a link stream delivers resolved events and is acknowledged by the link', async () => {
    const category = aCategory();
    const stream = `$ce-${category}`;
    await filled(category, 2, 10);
    await client.createPersistentSubscriptionToStream(stream, 'g', streamSettings({ startFrom: START, resolveLinkTos: true }));
    const subscription = client.subscribeToPersistentSubscriptionToStream(stream, 'g', { bufferSize: 3 });
    const { seen } = collect<PersistentSubscriptionToAllResolvedEvent>(subscription);
    subscription.on('data', (r) => void subscription.ack(r));
    await until(() => seen.length === 20);
    assert.ok(seen.every((r) => r.link !== undefined && r.event!.type === 'Counted'));
    await subscription.unsubscribe();
    await client.deletePersistentSubscriptionToStream(stream, 'g');
  });
  it('links whose event is gone stay, and are delivered without it', async () => {
    const category = aCategory();
    const [name] = await filled(category, 1, 2);
    await client.tombstoneStream(name!);
    const resolved = await all(client.readStream(`$ce-${category}`, { resolveLinkTos: true }));
    assert.is(resolved.length, 2);
    assert.ok(resolved.every((r) => r.link !== undefined));
  });
  it('a disabled projection stands still, an enabled one catches up, a reset one makes the same links again', async () => {
    const category = aCategory();
    await filled(category, 1, 5);
    await client.disableProjection('$by_category');
    assert.is((await client.getProjectionStatus('$by_category')).projectionStatus, 'Stopped');
    await client.appendToStream(`${category}-0`, events(5));
    await new Promise((r) => setTimeout(r, 100));
    assert.is(await length(`$ce-${category}`), 5);
    await client.enableProjection('$by_category');
    await until(async () => (await length(`$ce-${category}`)) === 10);
    await client.resetProjection('$by_category');
    await until(async () => (await length(`$ce-${category}`)) === 10);
    await until(async () => (await client.getProjectionStatus('$by_category')).progress === 100);
    assert.is((await client.getProjectionStatus('$by_category')).projectionStatus, 'Running');
    assert.equal(
      (await client.listProjections()).map((p) => p.name).filter((n) => n === '$streams'),
      ['$streams'],
    );
  });
  it('link streams and what is enabled survive being killed', async () => {
    if (!h.server) return;
    const category = aCategory();
    await client.appendToStream(`${category}-1`, events(300));
    process.kill(h.server.pid, 'SIGKILL');
    await h.server.exited;
    await client.dispose();
    await openAgain();
    await client.appendToStream(`${category}-1`, events(10));
    await until(async () => (await length(`$ce-${category}`)) === 310);
    const resolved = await all(client.readStream(`$ce-${category}`, { resolveLinkTos: true }));
    assert.equal(
      resolved.map((r) => Number(r.event!.revision)),
      Array.from({ length: 310 }, (_, i) => i),
    );
  });
  it('a link stream cannot be written to by clients', async () => {
    const error = await failure(client.appendToStream(`$ce-${aCategory()}`, anEvent()));
    assert.match(String(error['message']), 'is kept by the projection');
  });
  it('custom projections and unknown names are refused with a text that says what to do', async () => {
    assert.match(String((await failure(client.createProjection('mine', 'fromAll()')))['message']), 'runs the system projections only');
    assert.match(String((await failure(client.enableProjection('mine')))['message']), "no projection 'mine'");
    assert.equal(await client.getProjectionState('$by_category'), {});
    await client.restartSubsystem();
  });
});
