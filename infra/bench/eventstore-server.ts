// What the event store's server can do by itself: its own process, driven by a generator of frames encoded beforehand.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEventStore } from '../embedded/eventstore/start.ts';
import { makeGenerator } from './eventstore/generator.ts';

const HELP = `Measures the embedded event store's server without a client's own cost.

  node infra/bench/eventstore-server.ts [--seconds <n>] [--data <folder>] [--in-memory]
`;
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    data: { type: 'string', default: tmpdir() },
    'in-memory': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const seconds = Number(values.seconds);
const quantile = (sorted: number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
const line = (what: string, perSecond: number, more = ''): void =>
  void process.stdout.write(`${what.padEnd(34)} ${Math.round(perSecond).toLocaleString('en').padStart(10)} events/s   ${more}\n`);

const folder = mkdtempSync(join(values.data, 'bench-eventstore-'));
const server = await startEventStore({ data: values['in-memory'] ? undefined : join(folder, 'store') });
const generator = makeGenerator(server.port);
process.stdout.write(`load average ${loadavg()[0]!.toFixed(1)}\n`);
await generator.appends(64, 1, 0.5);
const shapes = [
  [1, 1],
  [64, 1],
  [256, 1],
  [1024, 1],
  [1, 100],
  [8, 100],
] as const;
for (const [inFlight, batch] of shapes) {
  const { perSecond, latencies } = await generator.appends(inFlight, batch, seconds);
  latencies.sort((a, b) => a - b);
  line(
    `appends of ${batch}, ${inFlight} in flight`,
    perSecond,
    `p50 ${quantile(latencies, 0.5).toFixed(2)} ms, p99 ${quantile(latencies, 0.99).toFixed(2)} ms`,
  );
}
for (let round = 0; round < 3; round++) line('read $all, 100,000 events', await generator.reads(undefined, 100_000));
process.stdout.write(`load average ${loadavg()[0]!.toFixed(1)}\n`);
generator.close();
await server.stop();
rmSync(folder, { recursive: true, force: true });
