// What one tenant at fifty times its limit does to another: the quiet tenant's commands with and without the noisy one, in turns, in one run, each from a process of its own.
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Caller, holdAndResume, startApi } from './http/api.ts';
import { apart } from './http/apart.ts';
import { type Loaded, shown } from './http/load.ts';

const HELP = `Commands of a quiet tenant beside a noisy one, over HTTP against the API role alone.

  node infra/bench/fairness.ts [--seconds <n>] [--rounds <n>] [--rate <n>] [--limit <n>]

  --seconds  of each measurement, default 10
  --rounds   how often with and without, in turns; the median of the ratios counts; default 5
  --rate     commands a second of the quiet tenant, default 40
  --limit    commands an hour of a member of the noisy tenant, default 36000: 50 times that are 500 a second
`;
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '40' },
    limit: { type: 'string', default: '36000' },
    help: { type: 'boolean', default: false },
  },
});
const [seconds, rounds, rate, limit] = [values.seconds, values.rounds, values.rate, values.limit].map(Number) as [number, number, number, number];
const TIMES = 50;
const COST = 2;
const HOUR_S = 3_600;
const QUIET = 8;
/** So many that the flood arrives in full although its refusals are held back. */
const NOISY = 192;
/** Those of them that ask as fast as they are answered. */
const EAGER = 32;
/** The flood comes from machines of its own; here its sender shares the cores, so it steps back. */
const NICE = 19;
/** How long a process may hold on to limits that it read before. */
const HOLDS_MS = 31_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

/** From now on the tenant's members have this many commands an hour. */
async function allow(operator: Caller, tenant: string, commands: number): Promise<void> {
  const { status } = await operator.json(`/api/tenants/${tenant}/limits`, { memberPerHour: commands * COST });
  if (status !== 200) throw new Error(`the limit was answered ${status}`);
  await sleep(HOLDS_MS);
}

/** The quiet tenant alone and beside the noisy one, in turns. */
async function compare(name: string, quiet: () => Promise<Loaded>, noisy: () => Promise<Loaded>): Promise<void> {
  const ratios: number[] = [];
  const middles: number[] = [];
  say(name);
  for (let round = 0; round < rounds; round += 1) {
    const alone = await quiet();
    const flooding = noisy();
    await sleep(1_000);
    const beside = await quiet();
    const flood = await flooding;
    ratios.push(beside.p99 / alone.p99);
    middles.push(beside.p50 / alone.p50);
    say(`  alone  ${shown(alone)}\n  beside ${shown(beside)}\n  noisy  ${shown(flood)}`);
  }
  say(
    `  the quiet tenant's p99 is ${median(ratios).toFixed(2)} × as alone (${ratios.map((r) => r.toFixed(2)).join(', ')}), its p50 ${median(middles).toFixed(2)} ×`,
  );
}

async function main(): Promise<void> {
  const api = await startApi();
  const [first, second] = [...new Set(api.logins.map(({ tenant }) => tenant))].filter((tenant) => tenant !== 'hub') as [string, string];
  const quiet = await holdAndResume(await api.signIn('coordinator', first), QUIET, 20);
  const operator = await api.signIn('operator');
  const noisy = await holdAndResume(await api.signIn('coordinator', second), NOISY, 2);
  await api.alone();
  const url = api.address;
  const measure = () => apart({ url, asks: quiet, seconds, rate, pids: api.pids });
  say(`${cpus().length} × ${cpus()[0]?.model}, load average ${loadavg()[0]!.toFixed(1)}; the quiet tenant gives ${rate} commands/s`);
  await apart({ url, asks: quiet, seconds: 2, rate });
  await compare('a flood within its limits, as much as it gets', measure, () => apart({ url, asks: noisy.slice(0, EAGER), seconds: seconds + 2 }, NICE));
  await allow(operator, second, limit);
  await apart({ url, asks: noisy, seconds: 1 }); // its hour is used up, as for a tenant that has been at it for a while
  const tries = (limit * TIMES) / HOUR_S;
  await compare(`${TIMES} × a limit of ${limit} commands an hour: ${Math.round(tries)}/s`, measure, () =>
    apart({ url, asks: noisy, seconds: seconds + 2, rate: tries }, NICE),
  );
  await api.stop();
}

if (values.help) process.stdout.write(HELP);
else await main();
