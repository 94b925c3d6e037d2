// What operators ask of the server: the services that official clients of other languages offer, called here by their bare messages.
import { connect } from 'node:http2';
import { createRequire } from 'node:module';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { frame } from './grpc/framing.ts';
import { type Started, startEventStore } from './start.ts';
import { EventStoreDBClient } from './testing/client.ts';
import { all, aStream, events, temporaryFolder, until } from './testing/harness.ts';

type Message = { serializeBinary(): Uint8Array };
type Kind = { deserializeBinary(bytes: Uint8Array): Record<string, (...a: unknown[]) => unknown> };
const require = createRequire(import.meta.url);
const operations = require('@eventstore/db-client/generated/operations_pb') as Record<string, (new () => Message) & Kind & { Options: new () => object }>;
const monitoring = require('@eventstore/db-client/generated/monitoring_pb') as Record<string, (new () => Message) & Kind>;

type Reply = { status: number; text: string; messages: Buffer[]; trailers: Record<string, unknown> };

spec('operating the server', (it, { setup, teardown }) => {
  const folder = temporaryFolder();
  let server: Started;
  const lines: string[] = [];
  setup(async () => {
    server = await startEventStore({ data: folder.path, log: (line) => lines.push(line) });
  });
  teardown(async () => {
    await server.stop();
    folder.remove();
  });
  /** One call over bare HTTP/2. `enough` ends a call that would go on. */
  function call(path: string, body: Uint8Array | Message, headers: Record<string, string> = {}, enough = Number.POSITIVE_INFINITY): Promise<Reply> {
    const session = connect(`http://127.0.0.1:${server.port}`);
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...headers });
    const bytes: Buffer[] = [];
    const messages = (): Buffer[] => {
      const all_ = Buffer.concat(bytes);
      const found: Buffer[] = [];
      for (let at = 0; at + 5 <= all_.length; at += 5 + all_.readUInt32BE(at + 1)) found.push(all_.subarray(at + 5, at + 5 + all_.readUInt32BE(at + 1)));
      return found;
    };
    return new Promise((resolve) => {
      let trailers: Record<string, unknown> = {};
      stream.on('response', (first) => (trailers = { ...first }));
      stream.on('trailers', (last) => (trailers = { ...trailers, ...last }));
      stream.on('data', (chunk: Buffer) => {
        bytes.push(chunk);
        if (messages().length >= enough) stream.close();
      });
      stream.on('error', () => {});
      stream.on('close', () => {
        session.close();
        resolve({
          status: Number(trailers['grpc-status']),
          text: decodeURIComponent((trailers['grpc-message'] as string | undefined) ?? ''),
          messages: messages(),
          trailers,
        });
      });
      stream.end(body instanceof Uint8Array ? body : frame(Buffer.from(body.serializeBinary())));
    });
  }
  const operate = (method: string, message: Message, headers?: Record<string, string>) =>
    call(`/event_store.client.operations.Operations/${method}`, message, headers);
  const empty = { serializeBinary: () => new Uint8Array() };

  it('a scavenge is started once, reports its end, and an unknown one cannot be stopped', async () => {
    const client = EventStoreDBClient.connectionString(server.url);
    const stream = aStream();
    await client.appendToStream(stream, events(500));
    await client.setStreamMetadata(stream, { maxCount: 3 });
    const answer = await operate('StartScavenge', empty);
    assert.is(answer.status, 0);
    const id = String(operations['ScavengeResp']!.deserializeBinary(answer.messages[0]!)['getScavengeId']!());
    assert.match(id, /^[0-9a-f-]{36}$/);
    await until(() => lines.some((line) => line.includes(id) && line.includes('done')));
    assert.is((await all(client.readStream(stream))).length, 3);
    await client.dispose();
    const missing = await operate('StopScavenge', empty);
    assert.equal([missing.status, missing.trailers['exception']], [5, 'scavenge-not-found']);
  });
  it('what a single node has nothing to do for succeeds', async () => {
    for (const method of ['MergeIndexes', 'ResignNode', 'SetNodePriority', 'RestartPersistentSubscriptions'])
      assert.is((await operate(method, empty)).status, 0, method);
  });
  it('statistics come at once and then periodically', async () => {
    const request = new monitoring['StatsReq']!() as unknown as Message & { setRefreshTimePeriodInMs(ms: string): void };
    request.setRefreshTimePeriodInMs('100');
    const { messages } = await call('/event_store.client.monitoring.Monitoring/Stats', request, {}, 3);
    const stats = monitoring['StatsResp']!.deserializeBinary(messages[2]!)['getStatsMap']!() as Map<string, string>;
    assert.is(messages.length, 3);
    assert.is(stats.get('proc-id'), String(server.pid));
    assert.ok(Number(stats.get('es-last-position')) > 0);
  });
  it('accounts and appends to many streams answer UNIMPLEMENTED with what to do instead', async () => {
    const user = await call('/event_store.client.users.Users/Create', empty);
    const many = await call('/kurrentdb.protocol.v2.streams.StreamsService/AppendSession', empty);
    assert.equal([user.status, many.status], [12, 12]);
    assert.match(user.text, 'configured when it starts');
    assert.match(many.text, 'one stream at a time');
    assert.is((await call('/no.such.Service/Method', empty)).status, 12);
  });
  it('compressed and oversized messages are refused clearly', async () => {
    const append = '/event_store.client.streams.Streams/Append';
    const packed = await call(append, Buffer.from([1, 0, 0, 0, 1, 0]));
    assert.equal([packed.status, packed.trailers['grpc-accept-encoding']], [12, 'identity']);
    assert.match(packed.text, 'Compressed messages');
    const huge = await call(append, Buffer.from([0, 0x7f, 0xff, 0xff, 0xff]));
    assert.is(huge.status, 8);
    assert.is((await call(append, Buffer.from([9, 0, 0, 0, 0]))).status, 13);
    assert.is((await call(append, Buffer.from([0, 0, 0, 0, 2, 0x0a, 0x7f]))).status, 3, 'a truncated message');
  });
  it("a call ends with DEADLINE_EXCEEDED when the client's time is up", async () => {
    const { StreamsReq } = { StreamsReq: require('@eventstore/db-client/generated/streams_pb').ReadReq };
    const { Empty, StreamIdentifier } = require('@eventstore/db-client/generated/shared_pb');
    const request = new StreamsReq();
    const options = new StreamsReq.Options();
    const stream = new StreamsReq.Options.StreamOptions();
    const name = new StreamIdentifier();
    name.setStreamName(Buffer.from('waiting').toString('base64'));
    stream.setStreamIdentifier(name);
    stream.setStart(new Empty());
    options.setStream(stream);
    options.setSubscription(new StreamsReq.Options.SubscriptionOptions());
    request.setOptions(options);
    const began = Date.now();
    const { status, messages } = await call('/event_store.client.streams.Streams/Read', request, { 'grpc-timeout': '300m' });
    assert.is(status, 4);
    assert.ok(messages.length >= 1 && Date.now() - began < 5000);
  });
  it('an operator can shut the server down', async () => {
    assert.is((await operate('Shutdown', empty)).status, 0);
    assert.is(await server.exited, 0);
  });
});
