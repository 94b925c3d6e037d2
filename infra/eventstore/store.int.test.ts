// The port against a real embedded server: what the layers above rely on.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Batch, Delivery, EventStore, NewEvent } from '#domain/kernel/event-store.ts';
import { startEventStore, type Started } from '../embedded/eventstore/start.ts';
import { spec } from '../testing/spec.ts';
import { makeEventStore } from './store.ts';

const actor = { id: 'u1', kind: 'staff', role: 'doctor' } as const;
const newEvent = (type: string, data: object = {}): NewEvent => ({
  id: randomUUID(),
  type,
  data,
  meta: { tenant: 'acme', actor, correlationId: 'c', causationId: 'c', schema: 1, occurredAt: '2026-01-01T00:00:00.000Z', subject: 'patient-7' },
});
const aStream = (slice = 'case'): StreamId => ({ tenant: 'acme', slice, id: randomUUID() });
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const refusal = async (action: Promise<unknown>): Promise<HubError> =>
  action.then(
    () => assert.unreachable('should have been refused'),
    (error) => error,
  ) as Promise<HubError>;
/** Follows until `enough` holds for all events seen so far. */
async function followUntil(store: EventStore, options: { after?: bigint; size?: number }, enough: (seen: Recorded[], batch: Batch) => boolean) {
  const stop = new AbortController();
  const batches: Batch[] = [];
  for await (const batch of store.follow({ ...options, signal: stop.signal })) {
    batches.push(batch);
    if (
      enough(
        batches.flatMap((b) => b.events),
        batch,
      )
    )
      break;
  }
  stop.abort();
  return { batches, events: batches.flatMap((b) => b.events) };
}

spec('the event store port over the embedded server', (it, { setup, teardown }) => {
  const data = mkdtempSync(join(tmpdir(), 'hub-es-'));
  let server: Started;
  let store: EventStore;
  setup(async () => {
    server = await startEventStore({ data });
    store = makeEventStore({ url: server.url });
  });
  teardown(async () => {
    await store.close();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it('an empty log has no head', async () => {
    assert.is(await store.head(), undefined);
  });
  it('events come back as they were appended, with the context of their sealed fields', async () => {
    const stream = aStream();
    const event = newEvent('CaseOpened', { patientId: 'p', procedure: { $sealed: '1.abc', subject: 'patient-7', event: 'x', field: 'procedure' } });
    const { revision, position } = await store.append(stream, [event], 'none');
    const [read] = await all(store.read(stream));
    assert.is(revision, 0);
    assert.equal(
      { ...read, recordedAt: undefined },
      {
        ...event,
        data: { patientId: 'p', procedure: { $sealed: '1.abc', subject: 'patient-7', event: event.id, field: 'procedure' } },
        stream,
        revision: 0,
        position,
        recordedAt: undefined,
      },
    );
    assert.ok(read!.recordedAt instanceof Date);
  });
  it('a stream that does not exist reads as nothing', async () => {
    assert.equal(await all(store.read(aStream())), []);
  });
  it('a range of a stream is inclusive on both ends', async () => {
    const stream = aStream();
    await store.append(
      stream,
      ['A', 'B', 'C', 'D'].map((t) => newEvent(t)),
      'none',
    );
    const types = async (range?: { from?: number; to?: number }) => (await all(store.read(stream, range))).map((e) => e.type).join('');
    assert.is(await types({ from: 1, to: 2 }), 'BC');
    assert.is(await types({ from: 3 }), 'D');
    assert.is(await types({ to: 0 }), 'A');
    assert.is(await types({ from: 4 }), '');
  });
  it('thousands of reads whose rest nobody wants do not get the connection cut off, nor a follower on it', async () => {
    const stream = aStream();
    await store.append(stream, [newEvent('CaseHeld'), newEvent('CaseResumed')], 'none');
    const stop = new AbortController();
    let ended: unknown;
    const following = all(store.follow({ signal: stop.signal })).catch((error: unknown) => (ended = error));
    const first = async () => {
      for await (const { type } of store.read(stream, { from: 0, to: 1 })) return type;
      return undefined;
    };
    for (let round = 0; round < 100; round += 1) assert.equal(new Set(await Promise.all(Array.from({ length: 30 }, first))), new Set(['CaseHeld']));
    stop.abort();
    await following;
    assert.is(ended, undefined);
  });
  it('a wrong expectation is a conflict that tells the current revision', async () => {
    const stream = aStream();
    const missing = await refusal(store.append(stream, [newEvent('A')], 3));
    await store.append(stream, [newEvent('A'), newEvent('B')], 'none');
    const stale = await refusal(store.append(stream, [newEvent('C')], 0));
    assert.equal([missing.kind, missing.detail.current], ['conflict', 'none']);
    assert.equal([stale.kind, stale.detail.current], ['conflict', 1]);
  });
  it('repeating an append answers as the first time and adds nothing', async () => {
    const stream = aStream();
    const events = [newEvent('A'), newEvent('B')];
    const first = await store.append(stream, events, 'none');
    assert.equal(await store.append(stream, events, 'none'), first);
    assert.equal(await store.append(stream, events, 'any'), first);
    assert.is((await all(store.read(stream))).length, 2);
  });
  it('an append beyond the limit is refused as too large', async () => {
    const error = await refusal(store.append(aStream(), [newEvent('A', { text: 'x'.repeat(17 * 1024 * 1024) })], 'none'));
    assert.is(error.kind, 'too-large');
  });
  it('following from the start sees every event once, in log order, then is live', async () => {
    const stream = aStream();
    for (let i = 0; i < 20; i++) await store.append(stream, [newEvent(`T${i}`)], i === 0 ? 'none' : i - 1);
    const head = await store.head();
    const { events, batches } = await followUntil(store, { size: 7 }, (_, batch) => batch.live);
    assert.is(batches.at(-1)!.position >= head!, true);
    assert.ok(batches.every((b) => b.events.length <= 7));
    assert.is(new Set(events.map((e) => e.id)).size, events.length);
    assert.ok(events.every((e, i) => i === 0 || e.position > events[i - 1]!.position));
    assert.equal(
      events.filter((e) => e.stream.id === stream.id).map((e) => e.type),
      Array.from({ length: 20 }, (_, i) => `T${i}`),
    );
  });
  it('following after a position sees only what is newer, also when nothing is', async () => {
    const after = await store.head();
    const idle = await followUntil(store, { after }, (_, batch) => batch.live);
    assert.equal(idle.events, []);
    const { position } = await store.append(aStream(), [newEvent('Newer')], 'none');
    const { events } = await followUntil(store, { after }, (seen) => seen.length > 0);
    assert.equal(
      events.map((e) => e.position),
      [position],
    );
  });
  it('a follower and a group resume after the server was killed, without gap or duplicate', async () => {
    const after = await store.head();
    const stream = aStream();
    const seen: string[] = [];
    const stop = new AbortController();
    const following = (async () => {
      for await (const batch of store.follow({ after, signal: stop.signal })) {
        seen.push(...batch.events.map((e) => e.type));
        if (seen.at(-1) === 'R19') return;
      }
    })();
    for (let i = 0; i < 10; i++) await store.append(stream, [newEvent(`R${i}`)], 'any');
    const { port } = server;
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await startEventStore({ data, port });
    for (let i = 10; i < 20; i++) await store.append(stream, [newEvent(`R${i}`)], 'any');
    await following;
    stop.abort();
    assert.equal(
      seen,
      Array.from({ length: 20 }, (_, i) => `R${i}`),
    );
  });
  it('a store that is away makes an append unavailable, not a bug', async () => {
    const away = makeEventStore({ url: 'esdb://127.0.0.1:1?tls=false' });
    const error = await refusal(away.append(aStream(), [newEvent('A')], 'any'));
    assert.is(error.kind, 'unavailable');
    await away.close();
  });

  async function take(group: string, types: string[], count: number, handle: (d: Delivery, i: number) => Promise<void>): Promise<Delivery[]> {
    const stop = new AbortController();
    const got: Delivery[] = [];
    for await (const delivery of store.consume(group, { types, signal: stop.signal })) {
      await handle(delivery, got.length);
      got.push(delivery);
      if (got.length === count) break;
    }
    stop.abort();
    return got;
  }
  it('a group gets events of its types from the start of the log, and goes on where it was', async () => {
    const stream = aStream();
    await store.append(stream, [newEvent('GroupA'), newEvent('Other'), newEvent('GroupB')], 'none');
    const first = await take('g1', ['GroupA', 'GroupB'], 2, (d) => d.ack());
    assert.equal(
      first.map((d) => [d.event.type, d.attempt]),
      [
        ['GroupA', 1],
        ['GroupB', 1],
      ],
    );
    await new Promise((r) => setTimeout(r, 1500));
    await store.append(stream, [newEvent('GroupA', { second: true })], 2);
    const second = await take('g1', ['GroupA', 'GroupB'], 1, (d) => d.ack());
    assert.equal(second[0]!.event.data, { second: true });
  });
  it('a retried event comes again with the next attempt; a parked one does not', async () => {
    const stream = aStream();
    await store.append(stream, [newEvent('Flaky'), newEvent('Poison'), newEvent('Flaky')], 'none');
    const got = await take('g2', ['Flaky', 'Poison'], 4, (d, i) => (d.event.type === 'Poison' ? d.park('bad') : i === 0 ? d.retry('busy') : d.ack()));
    assert.is(got.filter((d) => d.event.type === 'Poison').length, 1);
    assert.is(Math.max(...got.map((d) => d.attempt)), 2);
  });
});
