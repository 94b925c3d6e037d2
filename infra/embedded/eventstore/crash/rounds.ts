// Kills the server with SIGKILL at random moments under load and checks after each restart that its promises hold. Process death only:
// what the system had been given is still there; power loss is another matter.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent, NO_STREAM, START } from '@eventstore/db-client';
import * as assert from 'uvu/assert';
import { startEventStore } from '../start.ts';
import { makeConsumers, makeOrder, makeSubscriber, PREFIX } from './observers.ts';

const WRITERS = 24;
const BATCH = 3;
export type Outcome = {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly stored: number;
  readonly delivered: number;
  readonly redelivered: number;
};
type Acknowledged = { revision: number; position: bigint };

const events = () => Array.from({ length: BATCH }, () => jsonEvent({ id: randomUUID(), type: 'Written', data: { text: 'x'.repeat(Math.random() * 400) } }));
/** Appends until the server goes away (`gone`: some appends of the client then never settle), always expecting the revision told last. */
async function write(
  client: EventStoreDBClient,
  stream: string,
  from: number,
  acknowledged: Map<string, Acknowledged>,
  gone: Promise<undefined>,
): Promise<number> {
  for (let revision = from, count = 0; ; revision += BATCH, count += BATCH) {
    const append = client.appendToStream(stream, events(), { expectedRevision: revision < 0 ? NO_STREAM : BigInt(revision) });
    const result = await Promise.race([append.catch(() => undefined), gone]);
    if (!result) return count;
    acknowledged.set(stream, { revision: Number(result.nextExpectedRevision), position: result.position!.commit });
  }
}
/** Disposing may wait for ever: for a server that was killed, or for open subscriptions. */
const leave = (client: EventStoreDBClient): Promise<void> => Promise.race([client.dispose(), sleep(300)]);
async function within(limit: number, what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + limit; !(await holds()); ) {
    assert.ok(Date.now() < end, `${what} within ${limit} ms`);
    await sleep(20);
  }
}

export async function crashRounds(rounds: number, report: (line: string) => void = () => {}): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'eventstore-crash-'));
  const acknowledged = new Map<string, Acknowledged>();
  const order = makeOrder('the log');
  const subscriber = makeSubscriber();
  const consumers = makeConsumers();
  let appended = 0;
  const log: bigint[] = [];

  /** Reads what is new in $all and holds it against what was acknowledged. */
  async function check(client: EventStoreDBClient): Promise<void> {
    const from = order.position();
    for await (const resolved of client.readAll({ fromPosition: from < 0n ? START : { commit: from, prepare: from } })) {
      if (!resolved.event!.streamId.startsWith(PREFIX) || resolved.event!.position!.commit <= from) continue;
      order.see(resolved);
      log.push(resolved.event!.position!.commit);
    }
    for (const [stream, { revision }] of acknowledged) assert.ok(order.next(stream) > revision, `${stream} has what was acknowledged`);
    for (const [stream, next] of order.streams()) assert.is(next % BATCH, 0, `appends to ${stream} are whole`);
    const checkpoint = await consumers.checkpoint(client);
    for (const position of log)
      if (position <= checkpoint) assert.ok(consumers.acknowledged.has(position), `the checkpoint ${checkpoint} is ahead of ${position}`);
    assert.is(subscriber.fault(), undefined);
  }

  for (let round = 1; round <= rounds; round++) {
    const server = await startEventStore({ data: folder });
    const client = EventStoreDBClient.connectionString(server.url);
    if (round === 1) await consumers.create(client);
    await check(client);
    subscriber.connect(client);
    consumers.connect(client);
    const gone = server.exited.then(() => sleep(300)).then(() => undefined);
    const writers = Array.from({ length: WRITERS }, (_, i) => write(client, `${PREFIX}${i}`, order.next(`${PREFIX}${i}`) - 1, acknowledged, gone));
    setTimeout(() => process.kill(server.pid, 'SIGKILL'), 20 + Math.random() * 600);
    for (const count of await Promise.all(writers)) appended += count;
    await server.exited;
    await leave(client);
    if (round % 10 === 0) report(`${round} rounds: ${appended} events acknowledged, ${consumers.acknowledged.size} consumed`);
  }

  const server = await startEventStore({ data: folder, log: report });
  const client = EventStoreDBClient.connectionString(server.url);
  await check(client);
  subscriber.connect(client);
  consumers.connect(client);
  await within(30_000, 'the subscriber has everything', () => subscriber.order.position() === order.position());
  await within(30_000, 'the group has everything', () => consumers.acknowledged.size >= log.length);
  assert.ok(
    log.every((position) => consumers.acknowledged.has(position)),
    'every event was consumed',
  );
  const whole = makeOrder('the whole log');
  for await (const resolved of client.readAll()) if (resolved.event!.streamId.startsWith(PREFIX)) whole.see(resolved);
  assert.equal(whole.streams(), order.streams());
  await leave(client);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  const delivered = [...consumers.acknowledged.values()].reduce((sum, n) => sum + n, 0);
  return { rounds, acknowledged: appended, stored: log.length, delivered, redelivered: delivered - consumers.acknowledged.size };
}
