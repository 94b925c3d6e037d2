// How long from an event's append until a signed checkpoint holds it and stands in its public file: one busy tenant beside many quiet ones,
// on the real event store. Whoever is quiet must not wait for whoever is busy.
import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeWriter } from '../../projections/ledger/writer.ts';
import { startEventStore } from '../embedded/eventstore/start.ts';
import { makeEventStore } from '../eventstore/store.ts';
import { openKeyFile } from '../ledger/key-file.ts';
import { openLedgerStore } from '../ledger/store.ts';
import { temporaryFolder } from '../testing/hub.ts';

const HELP = `node infra/bench/checkpoints.ts [--rate 500] [--seconds 20] [--tenants 1000] [--busy 0.5] [--turns 1000]
  --rate     events appended a second
  --tenants  that share what the busy one leaves; each is logged once before it counts
  --busy     the part of the events that is one tenant's
  --turns    milliseconds between two turns of the writer`;
const { values } = parseArgs({
  options: {
    ...{ rate: { type: 'string', default: '500' }, seconds: { type: 'string', default: '20' }, tenants: { type: 'string', default: '1000' } },
    ...{ busy: { type: 'string', default: '0.5' }, turns: { type: 'string', default: '1000' }, help: { type: 'boolean' } },
  },
});

type Waiting = { readonly position: bigint; readonly since: number; readonly busy: boolean };
const spread = (times: readonly number[]): string => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (q: number) => ((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0) / 1000).toFixed(2);
  return `p50 ${at(0.5)} s, p99 ${at(0.99)} s, most ${at(1)} s (${sorted.length} events)`;
};

async function measure(rate: number, seconds: number, tenants: number, busy: number, everyMs: number): Promise<void> {
  const folder = temporaryFolder('hub-checkpoints');
  const engine = await startEventStore({ data: join(folder.path, 'events') });
  const log = makeEventStore({ url: engine.url });
  const store = openLedgerStore({ folder: join(folder.path, 'ledger'), origin: 'example.com/ledger' });
  const signer = openKeyFile(join(folder.path, 'keys', 'ledger.json'), { make: true });
  const delays = { busy: [] as number[], quiet: [] as number[] };
  let [waiting, turns, logs]: [Waiting[], number, number] = [[], 0, 0];
  const onTurn = (changed: readonly string[], cursor: bigint) => {
    [turns, logs] = [turns + 1, logs + changed.length];
    for (const { position, since, busy: isBusy } of waiting) if (position <= cursor) delays[isBusy ? 'busy' : 'quiet'].push(performance.now() - since);
    waiting = waiting.filter(({ position }) => position > cursor);
  };
  const stop = new AbortController();
  const running = makeWriter({ log, store, signer, now: () => new Date(), onTurn, everyMs }).run(stop.signal);
  const actor = { id: randomUUID(), kind: 'system', role: 'system' } as const;
  const append = async (tenant: string) => {
    const [id, now] = [randomUUID(), new Date().toISOString()];
    const meta = { tenant, actor, correlationId: id, causationId: id, schema: 1, occurredAt: now };
    const event = { id, type: 'CaseHeld', data: { reason: 'x'.repeat(200) }, meta };
    const { position } = await log.append({ tenant, slice: 'case', id }, [event], 'none');
    waiting.push({ position, since: performance.now(), busy: tenant === 'busy' });
  };
  const settled = async () => {
    while (waiting.length > 0) await sleep(20);
  };
  const quiet = Array.from({ length: tenants }, (_, n) => `quiet${n}`);
  for (let n = 0; n < tenants; n += 50) await Promise.all(quiet.slice(n, n + 50).map(append));
  await settled();
  [delays.busy, delays.quiet, turns, logs] = [[], [], 0, 0];

  const [begun, cpu, sent] = [performance.now(), process.cpuUsage(), [] as Promise<void>[]];
  for (let n = 0; n < rate * seconds; n++) {
    const due = begun + (n * 1000) / rate - performance.now();
    if (due > 1) await sleep(due);
    sent.push(append(Math.random() < busy ? 'busy' : quiet[Math.floor(Math.random() * tenants)]!));
  }
  await Promise.all(sent);
  const took = (performance.now() - begun) / 1000;
  await settled();
  const { user, system } = process.cpuUsage(cpu);
  stop.abort();
  await running;
  console.log(`${(sent.length / took).toFixed(0)} events/s for ${took.toFixed(0)} s, ${tenants} quiet tenants, load ${loadavg()[0]!.toFixed(1)}`);
  console.log(`busy tenant:   ${spread(delays.busy)}`);
  console.log(`quiet tenants: ${spread(delays.quiet)}`);
  console.log(`${turns} turns, ${(logs / turns).toFixed(0)} logs each, CPU with the load generator ${((user + system) / 1e6 / took).toFixed(2)} of a core`);
  await Promise.all([log.close(), store.close()]);
  await engine.stop();
  folder.remove();
}

if (values.help) console.log(HELP);
else await measure(Number(values.rate), Number(values.seconds), Number(values.tenants), Number(values.busy), Number(values.turns));
