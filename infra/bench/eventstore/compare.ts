// One run, one machine: the embedded event store through the official client beside what it is measured against.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { startEventStore } from '../../embedded/eventstore/start.ts';
import { emmett, fdatasyncs, lmdbPuts, loaded, peers } from './baselines.ts';

const HELP = `Compares the embedded event store with an event store on PostgreSQL, a gRPC echo, LMDB and the disk, in one run of under a minute.

  node infra/bench/eventstore/compare.ts [--seconds <n per figure, default 2>] [--data <folder>]
`;
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '2' }, data: { type: 'string', default: tmpdir() }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(values.data, 'bench-compare-'));
const line = (what: string, ours: number, beside: [name: string, rate: number][] = []): void => {
  const ratios = beside.map(([name, rate]) => `${(ours / rate).toFixed(2)} × ${name} (${Math.round(rate).toLocaleString('en')})`).join(', ');
  process.stdout.write(`${what.padEnd(30)} ${Math.round(ours).toLocaleString('en').padStart(9)}/s  ${ratios}\n`);
};
const load = (): void => void process.stdout.write(`load average ${loadavg()[0]!.toFixed(1)}\n`);
const anEvent = () => jsonEvent({ id: randomUUID(), type: 'Measured', data: { text: 'x'.repeat(180), n: 1 }, metadata: { tenant: 'bench', at: 1 } });

load();
const disk = fdatasyncs(folder, seconds / 2);
const peer = await peers(seconds / 2);
const postgres = await emmett(folder);
const server = await startEventStore({ data: join(folder, 'store') });
const client = EventStoreDBClient.connectionString(server.url);
await client.appendToStream('bench-warm', Array.from({ length: 200 }, anEvent));
await postgres.append(8, 1, 0.3);

line('fdatasync of 512 bytes', disk);
for (const inFlight of [1, 64, 256]) {
  const streams = Array.from({ length: inFlight }, () => `bench-${randomUUID()}`);
  const theirs = await postgres.append(inFlight, 1, seconds);
  const ours = await loaded(inFlight, seconds, (slot) => client.appendToStream(streams[slot]!, anEvent()));
  line(`single appends, ${inFlight} in flight`, ours, [
    ['emmett', theirs],
    ['gRPC echo', await peer.echo(inFlight)],
    ['LMDB', await lmdbPuts(folder, inFlight, seconds / 2)],
    ['fdatasync', disk],
  ]);
}
const theirs = await postgres.append(8, 100, seconds);
const ours = 100 * (await loaded(8, seconds, () => client.appendToStream('bench-hundreds', Array.from({ length: 100 }, anEvent))));
line('appends of 100, 8 in flight', ours, [['emmett', theirs]]);

async function timed(items: AsyncIterable<unknown>, wanted: number): Promise<number> {
  const began = performance.now();
  let seen = 0;
  for await (const _ of items) if (++seen === wanted) break;
  return seen / ((performance.now() - began) / 1000);
}
for (let i = 0; i < 100; i++) await client.appendToStream('bench-long', Array.from({ length: 500 }, anEvent));
await peer.decode();
const decode = Math.max(await peer.decode(), await peer.decode());
const emmettReads = await postgres.read();
const best = async (items: () => AsyncIterable<unknown>): Promise<number> => Math.max(await timed(items(), 50_000), await timed(items(), 50_000));
line('client, server does nothing', decode);
line('read a stream', await best(() => client.readStream('bench-long')), [
  ['client alone', decode],
  ['emmett', emmettReads],
]);
line('read $all', await best(() => client.readAll({ maxCount: 50_000 })), [['client alone', decode]]);
line('catch-up of a stream', await best(() => client.subscribeToStream('bench-long')), [['client alone', decode]]);
load();
await client.dispose();
await server.stop();
await postgres.stop();
await peer.stop();
rmSync(folder, { recursive: true, force: true });
