// Large logs and many tenants: whether memory stays flat while the projections read ten million events, and what 25,000 tenants cost.
import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../main/config.ts';
import { startEngines } from '../main/engines.ts';
import { makeFoundation } from '../main/foundation.ts';
import { startRole } from '../main/role-process.ts';
import { withEngines } from '../main/running-engines.ts';
import { makeScreen } from '../main/screen.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { type CaughtUp, catchUp, GROUPS, pad } from './scale/catch-up.ts';
import { growthOf } from './scale/memory.ts';
import { atRest, burst, startedIn } from './scale/start-up.ts';
import { fill, type Wanted } from './scale/write.ts';

const HELP = `node infra/bench/scale.ts [--tenants 200] [--each 1000] [--hub] [--burst 20000] [--every 10] [--minutes 240] [--data FOLDER]
  Writes a log of real, sealed events of so many tenants, and each tenant's so many events, then lets the projections role read it all and says
  what its process and the engines hold in memory while it does, every so many seconds. --hub then starts the whole hub on it, cold and warm, and
  measures a quiet tenant beside another's burst. Gives up after so many minutes and says how far it was. --data keeps the folder,
  and a log that is there already is read as it is.
  Ten million events: --tenants 200 --each 50000. Many tenants: --tenants 25000 --each 300 --hub.`;
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { tenants: text, each: text, burst: text, every: text, minutes: text, data: text, hub: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
const number = (value: string | undefined, usual: number) => Number(value ?? usual);
const tell = (line: string) => console.log(line);
const at = (sorted: readonly number[], share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
const spread = (ms: readonly number[]) => {
  const sorted = ms.toSorted((a, b) => a - b);
  return `p50 ${at(sorted, 0.5)} ms, p95 ${at(sorted, 0.95)} ms, most ${at(sorted, 1)} ms of ${ms.length}`;
};

/** Engines and tables, the log, and the projections until they are level. */
async function firstReading(data: string, wanted: Wanted, until: number): Promise<CaughtUp> {
  const env = { HUB_DATA: data, HUB_DEMO: 'off' };
  const config = readConfig({ ...process.env, ...env });
  const engines = await startEngines(config, makeScreen(), ({ child, what, detail }) => tell(`! ${child} ${what} ${detail}`));
  const { eventStore: EVENTSTORE_URL, postgres: POSTGRES_URL, keys: KEYS_URL, clickHouse: CLICKHOUSE_URL } = engines.urls;
  const urls = { ...env, EVENTSTORE_URL, POSTGRES_URL, KEYS_URL, CLICKHOUSE_URL };
  try {
    await (await startRole('setup', { ...process.env, ...urls }, join(data, 'logs'))).exited;
    const base = makeFoundation(withEngines(readConfig({ ...process.env, ...urls }))!, 'scale');
    const writer = { store: base.store, dispatch: base.dispatch, seal: base.sealing.seal };
    const there = await base.store.head(); // the embedded store counts its events
    const events = there === undefined ? await fill(writer, wanted, tell) : Number(there);
    const head = (await base.store.head())!;
    await base.close();
    tell(`${events} events of ${wanted.tenants} tenants; load ${loadavg()[0]!.toFixed(1)}`);
    return await catchUp({ env: urls, data, events, head, everyMs: number(values.every, 10) * 1000, until, tell });
  } finally {
    await engines.stop();
  }
}

function report({ samples, standing, seconds, level, heapMb }: CaughtUp): void {
  const reached = GROUPS.map((group) => `${group} ${standing[group]} (${Math.round(standing[group] / seconds)}/s)`).join(', ');
  tell(`${level ? 'level' : 'NOT LEVEL, cut'} after ${seconds.toFixed(0)} s: ${reached}; heap ${heapMb} MB; load ${loadavg()[0]!.toFixed(1)}`);
  tell(pad(['MB of its own', '2nd quarter', 'last quarter', 'most', 'with mapped', ''], 14));
  for (const { kind, before, after, most, resident, flat } of growthOf(samples)) tell(pad([kind, before, after, most, resident, flat ? 'flat' : 'GROWS'], 14));
}

async function wholeHub(data: string, level: boolean): Promise<void> {
  for (const wantsCold of [true, false]) {
    const { hub, seconds, cold } = await startedIn(data, wantsCold);
    tell(`hub start, ${cold ? 'files not in memory' : 'files in memory'}: ready after ${seconds.toFixed(1)} s; load ${loadavg()[0]!.toFixed(1)}`);
    if (!wantsCold) {
      for (const [kind, { own, resident }] of Object.entries(await atRest(hub, 30_000)))
        tell(`  ${kind}: ${own} MB of its own, ${resident} MB with mapped files`);
      if (!level) tell('the views are not level, so no burst is measured');
    }
    if (!wantsCold && level) {
      const { alone, quiet, burstSeconds } = await burst(data, number(values.burst, 20_000));
      tell(
        `a quiet tenant, append → view: ${spread(alone)}; beside a burst of another: ${spread(quiet)}; the burst was in the views after ${burstSeconds.toFixed(1)} s`,
      );
      for (const [kind, { own }] of Object.entries(await atRest(hub, 5000))) tell(`  ${kind}: ${own} MB of its own`);
    }
    await hub.stop();
  }
}

async function main(): Promise<void> {
  const folder = values.data === undefined ? temporaryFolder('hub-scale') : { path: values.data, remove: () => {} };
  const data = join(folder.path, 'data');
  mkdirSync(data, { recursive: true });
  const wanted = { tenants: number(values.tenants, 200), each: number(values.each, 1000) };
  try {
    const read = await firstReading(data, wanted, Date.now() + number(values.minutes, 240) * 60_000);
    report(read);
    if (values.hub) await wholeHub(data, read.level);
  } finally {
    folder.remove();
  }
}

if (values.help) tell(HELP);
else await main();
