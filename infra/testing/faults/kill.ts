// Kills random processes of a real hub under load, then checks that nothing acknowledged was lost or doubled: `node infra/testing/faults/kill.ts --rounds 20`.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { readConfig } from '../../main/config.ts';
import { reconcile } from '../../main/reconcile.ts';
import { withEngines } from '../../main/running-engines.ts';
import { freePort, type Hub, startHub, temporaryFolder } from '../hub.ts';
import { startLoad } from './load.ts';
import { watchReadiness } from './readiness.ts';
import { pidsOfRole, stop, until } from './processes.ts';
import { rebuilt } from './rebuilt.ts';
import { imports, presence, quiet, readLog, recommendations, repeats, wholeness } from './verify.ts';
import { kill, type Victim, VICTIMS } from './victims.ts';

export type Round = { readonly victims: readonly Victim[]; readonly backMs: number; readonly acknowledged: number };
export type Report = { readonly rounds: readonly Round[]; readonly figures: Record<string, unknown>; readonly faults: string[] };
export type KillOptions = { readonly rounds: number; readonly people?: number; readonly victims?: readonly Victim[]; readonly tell?: (line: string) => void };

const HELP = `node infra/testing/faults/kill.ts [--rounds 15] [--people 3] [--victim NAME]…
  Each round kills one process of a real hub, every third round two, while people work; afterwards log, views, warehouse, recommendations and
  the answers to repeats are compared. Victims: ${VICTIMS.join(', ')}. Exit code 0 when there was no fault.`;
const BACK_MS = 30_000;
const WORK_MS = 1500;

/** Who is killed in each round: everyone once before anyone twice, and in every third round two at once. */
function plan(rounds: number, given: readonly Victim[]): Victim[][] {
  let left: Victim[] = [];
  const next = () => {
    if (left.length === 0) left = [...given];
    return left.splice(Math.floor(Math.random() * left.length), 1)[0]!;
  };
  return Array.from({ length: rounds }, (_, n) => (n % 3 === 2 ? [next(), next()] : [next()]));
}

export async function killRounds({ rounds, people = 3, victims = VICTIMS, tell = () => {} }: KillOptions): Promise<Report> {
  const folder = temporaryFolder('hub-kill');
  const env = { HUB_PORT: String(await freePort()) };
  let hub: Hub = await startHub(folder.path, env);
  const { address, data } = hub;
  const faults: string[] = [];
  const done: Round[] = [];
  const load = await startLoad({ address, data, people });
  const watch = watchReadiness(address, data);

  async function round(chosen: readonly Victim[]): Promise<void> {
    await sleep(WORK_MS * (0.5 + Math.random()));
    const before = load.acknowledged.length;
    const killed = chosen.filter((victim) => kill(hub.process.pid!, victim) !== undefined);
    const since = performance.now();
    if (killed.includes('hub')) hub = await startHub(folder.path, env);
    else await sleep(100); // until a system has noticed that its connections are gone
    const isReady = watch.since();
    await until(`ready after ${killed.join(' and ')} died`, isReady, BACK_MS * 2, 20).catch((error: Error) => faults.push(error.message));
    const backMs = Math.round(performance.now() - since);
    if (backMs > BACK_MS) faults.push(`ready only ${backMs} ms after ${killed.join(' and ')} died`);
    done.push({ victims: killed, backMs, acknowledged: load.acknowledged.length - before });
    tell(`${done.length}: ${killed.join(' + ') || 'nobody'}: ready after ${backMs} ms, ${load.acknowledged.length} commands acknowledged so far`);
  }

  try {
    for (const chosen of plan(rounds, victims)) await round(chosen);
    await sleep(WORK_MS);
    await load.stop();
    faults.push(...load.unexpected);
    const figures = await verify(hub, load.acknowledged, faults);
    await watch.stop();
    faults.push(...watch.lies);
    return { rounds: done, figures: { ...figures, readyAsked: watch.asked() }, faults };
  } finally {
    await Promise.all([load.stop(), watch.stop()]);
    await hub.stop();
    folder.remove();
  }
}

/** What must be true of a hub at rest, against its log. Adds what is not to `faults`; answers figures. */
export async function verify(
  { address, data, process: hub }: Pick<Hub, 'address' | 'data' | 'process'>,
  acknowledged: Awaited<ReturnType<typeof startLoad>>['acknowledged'],
  faults: string[],
): Promise<Record<string, unknown>> {
  const config = withEngines(readConfig({ HUB_DATA: data }))!;
  const store = makeEventStore({ url: config.eventStoreUrl });
  const pool = makePool({ url: config.postgresUrl, max: 1, name: 'verify' });
  try {
    const checks = await quiet(address, store, config.eventStoreUrl);
    if (checks['projection views']!.parked !== 0) faults.push(`${checks['projection views']!.parked} events are parked`);
    faults.push(...(await repeats(address, acknowledged)));
    const events = await readLog(store); // after the repeats: each command is in it once
    const { issued, faults: doubled } = recommendations(events);
    faults.push(...wholeness(events), ...presence(events, acknowledged), ...imports(events, acknowledged), ...doubled);
    const rest = () => quiet(address, store, config.eventStoreUrl);
    const views = await rebuilt({ data, pool, store, rest, still: () => stop(pidsOfRole(hub.pid!, 'agents')) });
    faults.push(...views.faults);
    await rest();
    const { differences, events: counted } = await reconcile(config);
    for (const d of differences) faults.push(`the warehouse has ${d.warehouse} ${d.type} where the log has ${d.log}`);
    if (counted.warehouse < events.length) faults.push(`the warehouse has ${counted.warehouse} events where the log had ${events.length}`);
    const sentAgain = acknowledged.filter((a) => a.tries > 1).length;
    return { events: events.length, acknowledged: acknowledged.length, sentAgain, issued, tables: views.tables, warehouse: counted.warehouse };
  } finally {
    await Promise.all([store.close(), pool.end()]);
  }
}

if (import.meta.main) {
  const options = { rounds: { type: 'string', default: '15' }, people: { type: 'string', default: '3' }, victim: { type: 'string', multiple: true } } as const;
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const victims = values.victim ?? VICTIMS;
  const report = await killRounds({ rounds: Number(values.rounds), people: Number(values.people), victims, tell: (line) => console.log(line) });
  console.log(JSON.stringify(report.figures));
  const slowest = report.rounds.toSorted((a, b) => b.backMs - a.backMs)[0];
  console.log(`slowest to come back: ${slowest?.backMs} ms after ${slowest?.victims.join(' and ')}`);
  for (const fault of report.faults.slice(0, 50)) console.log(`FAULT ${fault}`);
  console.log(`${report.rounds.length} rounds, ${report.faults.length} faults`);
  process.exitCode = report.faults.length > 0 ? 1 : 0;
}
