#!/usr/bin/env node
// Fills a data folder with events through the store's own append, without a server: for trying out large stores.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { lockFolder } from './lock.ts';
import { openStore } from './store/store.ts';
import { mkdirSync } from 'node:fs';

const HELP = `Appends generated events to a data folder that no server has open.

  node infra/embedded/eventstore/load.ts --data <folder> [--events <n>] [--streams <n>] [--bytes <n>]

  --events   how many, default 1000000
  --streams  over how many streams, default 10000
  --bytes    of data each, default 200
`;
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    events: { type: 'string', default: '1000000' },
    streams: { type: 'string', default: '10000' },
    bytes: { type: 'string', default: '200' },
    help: { type: 'boolean', default: false },
  },
});
const [total, streams, bytes] = [values.events, values.streams, values.bytes].map(Number) as [number, number, number];
/** Events of one append, and appends under way at a time: what makes large commits. */
const BATCH = 50;
const IN_FLIGHT = 64;

async function load(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const lock = await lockFolder(folder);
  const store = openStore(folder);
  const data = Buffer.from(JSON.stringify({ text: 'x'.repeat(Math.max(0, bytes - 11)) }));
  const metadata = Buffer.alloc(0);
  const began = performance.now();
  let done = 0;
  for (let next = 0; done < total; ) {
    const appends = Array.from({ length: IN_FLIGHT }, () => {
      const events = Array.from({ length: Math.min(BATCH, total - done) }, () => ({ id: randomUUID(), type: 'Loaded', json: true, data, metadata }));
      done += events.length;
      return store.append({ stream: `load-${next++ % streams}`, expected: 'any', events });
    });
    await Promise.all(appends);
    if (next % (IN_FLIGHT * 100) === 0) process.stdout.write(`\r${done.toLocaleString('en')} events`);
  }
  await store.close();
  lock.release();
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`\r${total.toLocaleString('en')} events in ${seconds.toFixed(1)} s, ${Math.round(total / seconds).toLocaleString('en')}/s\n`);
}

if (values.help || !values.data) process.stdout.write(HELP);
else await load(values.data);
