// What a large store costs beside an empty one: start, memory, reads near the end, reads of cold streams, appends.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BACKWARDS, END, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { startEventStore } from '../../embedded/eventstore/start.ts';

const HELP = `Compares a store filled by infra/embedded/eventstore/load.ts with an empty one.

  node infra/bench/eventstore/large.ts --data <folder> [--streams <n it was filled with, default 100000>]
`;
const { values } = parseArgs({
  options: { data: { type: 'string' }, streams: { type: 'string', default: '100000' }, help: { type: 'boolean', default: false } },
});

/** Memory of a process in MB: its own, and file pages of the index that the system may take back. */
function memory(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (field: string): number => Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return `${of('VmRSS')} MB resident, of which ${of('RssFile')} MB file pages`;
}
const quantile = (times: number[], q: number): string => times.toSorted((a, b) => a - b)[Math.floor(times.length * q)]!.toFixed(2);
async function repeated(count: number, work: (n: number) => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const began = performance.now();
    await work(n);
    times.push(performance.now() - began);
  }
  return `p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms`;
}
async function drain(items: AsyncIterable<unknown>): Promise<number> {
  let seen = 0;
  for await (const _ of items) seen++;
  return seen;
}

async function measure(what: string, data: string, streams: number): Promise<void> {
  const line = (text: string): void => void process.stdout.write(`${what.padEnd(8)} ${text}\n`);
  const began = performance.now();
  const server = await startEventStore({ data });
  line(`start ${((performance.now() - began) / 1000).toFixed(2)} s; ${memory(server.pid)}`);
  const client = EventStoreDBClient.connectionString(server.url);
  const anEvent = () => jsonEvent({ id: randomUUID(), type: 'Measured', data: { n: 1 } });
  await client.appendToStream('warm', Array.from({ length: 200 }, anEvent));
  const tail = () => drain(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 100 }));
  await repeated(50, tail);
  line(`newest 100 of $all: ${await repeated(200, tail)}`);
  line(`append to a new stream: ${await repeated(300, () => client.appendToStream(`bench-${randomUUID()}`, anEvent()))}`);
  if (streams > 0) {
    line(`a random stream of 100: ${await repeated(300, () => drain(client.readStream(`load-${Math.floor(Math.random() * streams)}`)))}`);
    const first = performance.now();
    const read = await drain(client.readAll({ maxCount: 500_000 }));
    line(
      `the oldest ${read.toLocaleString('en')} of $all: ${Math.round(read / ((performance.now() - first) / 1000)).toLocaleString('en')}/s; ${memory(server.pid)}`,
    );
  }
  await client.dispose();
  await server.stop();
}

if (values.help || !values.data) process.stdout.write(HELP);
else {
  process.stdout.write(`load average ${loadavg()[0]!.toFixed(1)}\n`);
  const empty = mkdtempSync(join(tmpdir(), 'bench-empty-'));
  await measure('empty', empty, 0);
  await measure('large', values.data, Number(values.streams));
  await measure('empty', empty, 0);
  await measure('large', values.data, Number(values.streams));
  process.stdout.write(`load average ${loadavg()[0]!.toFixed(1)}\n`);
  rmSync(empty, { recursive: true, force: true });
}
