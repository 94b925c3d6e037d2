// Large logs and many tenants: whether memory stays flat while the projections read ten million events, and what 25,000 tenants cost.
import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../main/config.ts';
import { startEngines } from '../main/engines.ts';
import { type Foundation, makeFoundation } from '../main/foundation.ts';
import { startRole } from '../main/role-process.ts';
import { withEngines } from '../main/running-engines.ts';
import { makeScreen } from '../main/screen.ts';
import { makeEventStore } from '../eventstore/store.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { type CaughtUp, catchUp, type Group, GROUPS, pad } from './scale/catch-up.ts';
import { growthOf } from './scale/memory.ts';
import { atRest, burst, startedIn } from './scale/start-up.ts';
import { appendCourses, inFolder, registerTenants, type Wanted, written } from './scale/write.ts';

const HELP = `node infra/bench/scale.ts [--tenants 200] [--each 1000] [--folder FOLDER] [--only GROUPS] [--together] [--write] [--minutes 240] [--every 10] [--hub] [--burst 20000]
  Writes a log of real, sealed events of so many tenants, and each tenant's so many events, then lets the projections role read it: views, warehouse and ledger
  one after the other, or --together in one process; --only names some of them, or none. Says how fast each was, what its process and the engines hold in memory
  while it reads, every so many seconds, and what is left of the heap after garbage was collected; then whether that grew over the second half.
  --folder keeps the folder: run again it goes on where it was, in the log and in each group. --write: no more than the log. --minutes: for all of it;
  what is not done by then is said. --hub starts the whole hub on it, cold and warm, and measures a quiet tenant beside another's burst.
  Ten million events: --tenants 200 --each 50000. Many tenants: --tenants 25000 --each 100 --hub.`;
const text = { type: 'string' } as const;
const is = { type: 'boolean' } as const;
const { values } = parseArgs({
  options: {
    ...{ tenants: text, each: text, burst: text, every: text, minutes: text, folder: text, only: text },
    ...{ hub: is, write: is, together: is, help: { ...is, short: 'h' } },
  },
});
const number = (value: string | undefined, usual: number) => Number(value ?? usual);
const tell = (line: string) => console.log(line);
const at = (sorted: readonly number[], share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
const spread = (ms: readonly number[]) => {
  const sorted = ms.toSorted((a, b) => a - b);
  return `p50 ${at(sorted, 0.5)} ms, p95 ${at(sorted, 0.95)} ms, most ${at(sorted, 1)} ms of ${ms.length}`;
};

const stamp = () => `load ${loadavg()[0]!.toFixed(1)}`;
const groupsAsked = (): Group[][] => {
  const some = values.only === undefined ? [...GROUPS] : GROUPS.filter((group) => values.only!.split(',').includes(group));
  return values.together ? [some] : some.map((group) => [group]);
};

type Urls = Record<'HUB_DATA' | 'HUB_DEMO' | 'EVENTSTORE_URL' | 'POSTGRES_URL' | 'KEYS_URL' | 'CLICKHOUSE_URL', string>;
/** With engines on `data`; of `elsewhere` it only believes that there are any. */
async function withThem<T>(data: string, elsewhere: object, work: (urls: Urls) => Promise<T>): Promise<T> {
  const env = { HUB_DATA: data, HUB_DEMO: 'off' };
  const config = readConfig({ ...process.env, ...env, ...elsewhere });
  const engines = await startEngines(config, makeScreen(), ({ child, what, detail }) => tell(`! ${child} ${what} ${detail}`));
  const { eventStore: EVENTSTORE_URL, postgres: POSTGRES_URL, keys: KEYS_URL, clickHouse: CLICKHOUSE_URL } = engines.urls;
  try {
    return await work({ ...env, EVENTSTORE_URL, POSTGRES_URL, KEYS_URL, CLICKHOUSE_URL });
  } finally {
    await engines.stop();
  }
}
async function withBase<T>(urls: Urls, work: (base: Foundation) => Promise<T>): Promise<T> {
  const base = makeFoundation(withEngines(readConfig({ ...process.env, ...urls }))!, 'scale');
  return work(base).finally(() => base.close());
}

/** Answers whether the log is whole. */
async function write(data: string, wanted: Wanted): Promise<boolean> {
  if (written(wanted).whole) return true;
  await withThem(data, {}, async (urls) => {
    await (await startRole('setup', { ...process.env, ...urls }, join(data, 'logs'))).exited;
    await withBase(urls, ({ dispatch }) => registerTenants(dispatch, wanted, tell));
  });
  const nowhere = { EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false', CLICKHOUSE_URL: 'http://127.0.0.1:1' };
  await withThem(data, nowhere, (urls) =>
    withBase(urls, ({ sealing }) => inFolder(join(data, 'eventstore'), (store) => appendCourses(store, sealing.seal, wanted, tell))),
  );
  const { whole, events } = written(wanted);
  tell(`${events} events of ${wanted.tenants} tenants${whole ? '' : ', NOT WHOLE, cut'}; ${stamp()}`);
  return whole;
}

/** The projections until they are level. Answers whether they are. */
async function firstReading(data: string, wanted: Wanted): Promise<boolean> {
  const { events } = written(wanted);
  return withThem(data, {}, async (env) => {
    await (await startRole('setup', { ...process.env, ...env }, join(data, 'logs'))).exited;
    const head = (await headOf(env.EVENTSTORE_URL))!;
    let level = true;
    for (const groups of groupsAsked()) {
      const read = await catchUp({ env, data, groups, events, head, everyMs: number(values.every, 10) * 1000, until: wanted.until, tell });
      report(read);
      level &&= groups.every((group) => read.levelAfter[group] !== undefined);
    }
    return level;
  });
}
async function headOf(url: string) {
  const store = makeEventStore({ url });
  return store.head().finally(() => store.close());
}

function report({ groups, samples, first, standing, levelAfter, seconds, cpuSeconds }: CaughtUp): void {
  for (const group of groups) {
    const [after, read] = [levelAfter[group], standing[group] - first[group]];
    const rate = Math.round(read / (after ?? seconds));
    tell(
      `${group}: ${after === undefined ? 'NOT LEVEL, cut' : 'level'} after ${(after ?? seconds).toFixed(0)} s, ${standing[group]} events, ${rate}/s; ${stamp()}`,
    );
  }
  tell(`${cpuSeconds.toFixed(0)} s of CPU in the process`);
  tell(pad(['MB of its own', 'typical', 'most', 'with mapped', 'a million', ''], 14));
  for (const { kind, typical, most, resident, slope, verdict } of growthOf(samples)) tell(pad([kind, typical, most, resident, slope.toFixed(1), verdict], 14));
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
  const folder = values.folder === undefined ? temporaryFolder('hub-scale') : { path: values.folder, remove: () => {} };
  const data = join(folder.path, 'data');
  mkdirSync(data, { recursive: true });
  const until = Date.now() + number(values.minutes, 240) * 60_000;
  try {
    const wanted = { tenants: number(values.tenants, 200), each: number(values.each, 1000), file: join(data, 'written.json'), until };
    if (!(await write(data, wanted)) || values.write) return;
    const level = values.only === 'none' || (await firstReading(data, wanted));
    if (values.hub) await wholeHub(data, level);
  } finally {
    folder.remove();
  }
}

if (values.help) tell(HELP);
else await main();
