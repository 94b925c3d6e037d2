// Everything that can go wrong around a real hub, at random and under load, then compared with the log: `node infra/testing/faults/storm.ts --rounds 100`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort, type Hub, startHub, temporaryFolder } from '../hub.ts';
import { makeDisk } from './disk.ts';
import { startCutEngines } from './engines.ts';
import { verify } from './kill.ts';
import { startLoad } from './load.ts';
import { until } from './processes.ts';
import { watchReadiness } from './readiness.ts';
import { type Trouble, troublesOf } from './troubles.ts';

const HELP = `node infra/testing/faults/storm.ts [--rounds 20] [--every 10] [--people 2] [--back 30] [--minutes 240] [--only PART OF A NAME]…
  Each round is one trouble while people work: a process killed; an engine or role stopped (SIGSTOP); an engine that refuses connections, or keeps them
  and says nothing; a clock that jumps; a full disk (a small one of its own, which takes the right to mount). The hub must be ready, and its views past
  where the log was, within --back seconds of its end, and may not say it is ready while an engine is away. After every tenth round all views are built again from
  the log and compared tenant by tenant, with the warehouse, the agents' work and the answers to repeats. After so many minutes
  no further round begins. Exit code 0 when there was no fault.`;

export type Round = { readonly trouble: string; readonly backMs: number };
export type StormOptions = {
  readonly rounds: number;
  /** Rounds between two comparisons with the log. */
  readonly every?: number;
  readonly people?: number;
  readonly only?: readonly string[];
  /** How long the hub may take to be back. */
  readonly backMs?: number;
  readonly disk?: boolean;
  /** When no further round begins, as a time. */
  readonly until?: number;
  readonly tell?: (line: string) => void;
};
const LASTS_MS = 9000;
/** `/ready` gives each engine two seconds, so by then it must know. */
const KNOWN_MS = 5000;
const CLOCK = fileURLToPath(new URL('clock.ts', import.meta.url));

type Ready = { checks: Record<string, { ok: boolean; position?: string; head?: string }> };
const readiness = (address: string) =>
  fetch(`${address}/ready`, { signal: AbortSignal.timeout(10_000) }).then(
    async (answer) => ({ ok: answer.status === 200, ...((await answer.json()) as Ready) }),
    () => undefined,
  );

export async function storm(options: StormOptions): Promise<{ rounds: Round[]; figures: Record<string, unknown>; faults: string[] }> {
  const { rounds, every = 10, people = 2, only = [], backMs = 30_000, until: end = Number.POSITIVE_INFINITY, tell = () => {} } = options;
  const goesOn = () => Date.now() < end;
  const folder = temporaryFolder('hub-storm');
  const data = join(folder.path, 'data');
  mkdirSync(data);
  const disk = options.disk === false ? undefined : makeDisk(data);
  const clock = join(folder.path, 'clock');
  writeFileSync(clock, '0');
  const faults: string[] = [];
  const done: Round[] = [];
  const cut = await startCutEngines(data, ({ child, what, detail }) => tell(`   ${child} ${what} ${detail}`));
  const NODE_OPTIONS = `${process.env['NODE_OPTIONS'] ?? ''} --import=${CLOCK}`;
  const env = { ...cut.env, HUB_PORT: String(await freePort()), HUB_PROJECTION_WORKERS: '2', HUB_CLOCK_FILE: clock, NODE_OPTIONS };
  let hub: Hub = await startHub(data, env);
  const { address } = hub;
  const watch = watchReadiness(address, data);
  const troubles = troublesOf({ engines: cut.engines, hub: () => hub.process.pid!, clock, disk }).filter(
    ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
  );
  let left: Trouble[] = [];
  const next = () => {
    if (left.length === 0) left = [...troubles];
    return left.splice(Math.floor(Math.random() * left.length), 1)[0]!;
  };

  /** Ready again, and the views past what the log held when the trouble was over. */
  async function back(): Promise<boolean> {
    const now = await readiness(address);
    const views = now?.checks['projection views'];
    missing = Object.entries(now?.checks ?? { hub: { ok: false } }).flatMap(([name, { ok }]) => (ok ? [] : [name]));
    return now?.ok === true && views?.position !== undefined && BigInt(views.position) >= due;
  }
  let missing: string[] = [];
  let due = 0n;

  async function round({ name, begin, takesAway, endsHub }: Trouble): Promise<void> {
    await sleep(500 + Math.random() * 1000);
    const over = await begin();
    const isShort = name.endsWith('killed');
    if (takesAway) {
      await sleep(KNOWN_MS);
      if ((await readiness(address))?.ok) faults.push(`/ready said ready ${KNOWN_MS} ms into: ${name}`);
    }
    if (!isShort) await sleep(takesAway ? LASTS_MS - KNOWN_MS : LASTS_MS / 2);
    await over();
    const since = performance.now();
    if (endsHub) hub = await startHub(data, env);
    else if (isShort) await sleep(100);
    due = 0n;
    const first = await readiness(address);
    due = BigInt(first?.checks['projection views']?.head?.replace('none', '0') ?? '0');
    await until(`back after: ${name}`, back, backMs * 2, 50).catch((error: Error) => faults.push(`${error.message}; not ready: ${missing.join(', ')}`));
    const took = Math.round(performance.now() - since);
    if (took > backMs) faults.push(`back only after ${took} ms: ${name}`);
    done.push({ trouble: name, backMs: took });
    tell(`${done.length}: ${name}: back after ${took} ms`);
  }

  const figures = { events: 0, acknowledged: 0, sentAgain: 0, compared: 0 };
  try {
    for (let n = 0; n < rounds && goesOn(); n += every) {
      const load = await startLoad({ address, data, people });
      try {
        for (let i = n; i < Math.min(rounds, n + every) && goesOn(); i += 1) await round(next());
      } finally {
        await load.stop();
      }
      const before = faults.length;
      faults.push(...load.unexpected);
      const found = await verify(hub, load.acknowledged, faults).catch((error: Error) => void faults.push(`not compared: ${error.message}`));
      figures.acknowledged += load.acknowledged.length;
      if (found) {
        figures.events = found['events'] as number;
        figures.sentAgain += found['sentAgain'] as number;
        figures.compared += 1;
      }
      tell(`   compared: ${JSON.stringify(figures)}, load ${loadavg()[0]!.toFixed(0)}, ${faults.length} faults so far`);
      for (const fault of faults.slice(before, before + 20)) tell(`   FAULT ${fault.slice(0, 300)}`);
    }
    await watch.stop();
    faults.push(...watch.lies);
    return { rounds: done, figures, faults };
  } finally {
    await watch.stop();
    await hub.stop();
    await cut.stop();
    disk?.remove();
    folder.remove();
  }
}

if (import.meta.main) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { rounds: text, every: text, people: text, back: text, minutes: text, only: { ...text, multiple: true }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) console.log(HELP);
  else {
    const of = (value: string | undefined, usual: number) => Number(value ?? usual);
    const [rounds, every, people, back] = [of(values.rounds, 20), of(values.every, 10), of(values.people, 2), of(values.back, 30)];
    const until = Date.now() + of(values.minutes, 240) * 60_000;
    const report = await storm({ rounds, every, people, until, backMs: back * 1000, only: values.only ?? [], tell: (line) => console.log(line) });
    console.log(JSON.stringify(report.figures));
    for (const [trouble, some] of Map.groupBy(report.rounds, (r) => r.trouble))
      console.log(`  ${trouble}: ${some.length} times, back after ${Math.max(...some.map((r) => r.backMs))} ms at most`);
    for (const fault of report.faults.slice(0, 50)) console.log(`FAULT ${fault}`);
    console.log(`${report.rounds.length} rounds, ${report.faults.length} faults`);
    process.exitCode = report.faults.length > 0 ? 1 : 0;
  }
}
