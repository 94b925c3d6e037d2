// How fast the embedded event store is through one official client, each in its own process, beside what the disk alone can do.
// Figures of one run on one machine: read them as ratios.
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EventStoreDBClient, eventTypeFilter, jsonEvent, persistentSubscriptionToAllSettingsFromDefaults, START } from '@eventstore/db-client';
import { startEventStore } from '../embedded/eventstore/start.ts';

const HELP = `Measures the embedded event store through one official client.

  node infra/bench/eventstore.ts [--seconds <n>] [--data <folder>] [--in-memory] [--json]

  --seconds    how long each write scenario runs, default 2
  --data       folder on the disk to measure, default the system's temporary folder
  --in-memory  without a disk: what protocol and client cost
  --json       one JSON object instead of a table
`;
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    data: { type: 'string', default: tmpdir() },
    'in-memory': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const duration = Number(values.seconds) * 1000;
if (!(duration > 0)) throw new Error('--seconds must be a positive number');

type Row = { scenario: string; events: number; perSecond: number; p50?: number; p99?: number };
const quantile = (sorted: number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
const anEvent = () => jsonEvent({ id: randomUUID(), type: 'Measured', data: { text: 'x'.repeat(180), n: 1 }, metadata: { tenant: 'bench', at: 1 } });

/** Syncs of a 512-byte append per second: the floor under any lone durable write. */
function diskRate(folder: string): number {
  const file = join(folder, 'fdatasync');
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(512, 1);
  let count = 0;
  const began = performance.now();
  while (performance.now() - began < duration / 2) {
    writeSync(handle, block);
    fdatasyncSync(handle);
    count++;
  }
  const rate = count / ((performance.now() - began) / 1000);
  closeSync(handle);
  rmSync(file);
  return rate;
}

async function appends(client: EventStoreDBClient, inFlight: number, batch: number): Promise<Row> {
  const stop = performance.now() + duration;
  const times: number[] = [];
  const began = performance.now();
  const writer = async () => {
    const stream = `bench-${randomUUID()}`;
    while (performance.now() < stop) {
      const sent = performance.now();
      await client.appendToStream(stream, Array.from({ length: batch }, anEvent));
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, writer));
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const scenario = batch === 1 ? `single appends, ${inFlight} in flight` : `appends of ${batch}, ${inFlight} in flight`;
  const events = times.length * batch;
  return { scenario, events, perSecond: events / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

async function timed(scenario: string, run: () => Promise<number>): Promise<Row> {
  const began = performance.now();
  const events = await run();
  return { scenario, events, perSecond: events / ((performance.now() - began) / 1000) };
}
async function count(items: AsyncIterable<unknown>): Promise<number> {
  let n = 0;
  for await (const _ of items) n++;
  return n;
}
/** Takes `wanted` events from a subscription, then leaves it. */
async function take(
  subscription: AsyncIterable<unknown> & { unsubscribe(): Promise<void> },
  wanted: number,
  each: (item: never) => void = () => {},
): Promise<number> {
  let n = 0;
  for await (const item of subscription) {
    each(item as never);
    if (++n === wanted) break;
  }
  await subscription.unsubscribe();
  return n;
}
async function liveLatency(client: EventStoreDBClient): Promise<Row> {
  const sent = new Map<string, number>();
  const times: number[] = [];
  const subscription = client.subscribeToAll({ fromPosition: 'end' });
  subscription.on('data', ({ event }) => {
    const at = event && sent.get(event.id);
    if (at !== undefined) times.push(performance.now() - at);
  });
  await new Promise((resolve) => subscription.on('confirmation', () => resolve(undefined)));
  const began = performance.now();
  while (performance.now() - began < duration) {
    const event = anEvent();
    sent.set(event.id, performance.now());
    void client.appendToStream('bench-live', event);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  await subscription.unsubscribe();
  times.sort((a, b) => a - b);
  return {
    scenario: 'live, about 200/s: append to subscriber',
    events: times.length,
    perSecond: times.length / (duration / 1000),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

const folder = mkdtempSync(join(values.data, 'bench-eventstore-'));
const disk = diskRate(folder);
const server = await startEventStore({ data: values['in-memory'] ? undefined : join(folder, 'store') });
const client = EventStoreDBClient.connectionString(server.url);
const rows: Row[] = [];
const report = (row: Row) => {
  rows.push(row);
  if (values.json) return;
  const ms = row.p50 === undefined ? '' : `p50 ${row.p50.toFixed(2)} ms, p99 ${row.p99!.toFixed(2)} ms`;
  process.stdout.write(
    `${row.scenario.padEnd(42)} ${Math.round(row.perSecond).toLocaleString('en').padStart(9)} events/s ${`×${(row.perSecond / disk).toFixed(2)}`.padStart(8)}   ${ms}\n`,
  );
};
if (!values.json)
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}; ${Math.round(disk).toLocaleString('en')} fdatasync/s on ${values.data} (ratios are to this)\n`);

await client.appendToStream('bench-warm', Array.from({ length: 200 }, anEvent));
for (const inFlight of [1, 64, 256]) report(await appends(client, inFlight, 1));
for (const inFlight of [1, 8]) report(await appends(client, inFlight, 100));
for (let i = 0; i < 200; i++) await client.appendToStream('bench-long', Array.from({ length: 250 }, anEvent));
report(await timed('read a stream', () => count(client.readStream('bench-long'))));
report(await timed('read $all', () => count(client.readAll({ maxCount: 100_000 }))));
report(await timed('catch-up subscription to a stream', () => take(client.subscribeToStream('bench-long'), 50_000)));
report(await timed('catch-up subscription to $all', () => take(client.subscribeToAll(), 50_000)));
const settings = persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START });
await client.createPersistentSubscriptionToAll('bench', settings, { filter: eventTypeFilter({ prefixes: ['Measured'] }) });
const group = client.subscribeToPersistentSubscriptionToAll('bench', { bufferSize: 200 });
report(await timed('persistent subscription with acks, buffer 200', () => take(group, 20_000, (item) => void group.ack(item))));
report(await liveLatency(client));

if (values.json) process.stdout.write(`${JSON.stringify({ fdatasyncPerSecond: disk, rows })}\n`);
await client.dispose();
await server.stop();
rmSync(folder, { recursive: true, force: true });
