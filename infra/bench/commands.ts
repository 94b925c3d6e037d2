// HTTP command to durable event: the hub's API beside the same use case on Emmett's stack, the same load generator on both, in one run.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from '../embedded/postgres/start.ts';
import { holdAndResume, startApi } from './http/api.ts';
import { type Ask, load, type Loaded, shown } from './http/load.ts';
import { paced } from './http/paced.ts';

const HELP = `Holds and resumes cases over HTTP, on the hub and on Emmett with Express and PostgreSQL, one after the other in turns.

  node infra/bench/commands.ts [--seconds <n>] [--connections <n>] [--rounds <n>] [--profile <folder>] [--hub-only]

  --seconds      of each measurement, default 5
  --connections  requests at once, default 64
  --rounds       how often each is measured, in turns; the median counts; default 3
  --profile      where the API writes a CPU profile when it ends
  --hub-only     without Emmett
`;
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' },
    profile: { type: 'string' },
    'hub-only': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [seconds, connections, rounds] = [values.seconds, values.connections, values.rounds].map(Number) as [number, number, number];
/** Cases of each connection: streams stay short, so that Emmett, which reads the whole stream for each command, is not made to look slow. */
const EACH = 20;
type Target = { readonly name: string; readonly url: string; readonly asks: Ask[][]; readonly pids: readonly number[] };

async function startEmmett(): Promise<Target & { stop(): Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'bench-emmett-'));
  const postgres = await startPostgres({ data });
  const child = fork(fileURLToPath(new URL('./http/emmett.ts', import.meta.url)), [postgres.url]);
  const { port } = await new Promise<{ port: number }>((resolve) => child.once('message', (message) => resolve(message as { port: number })));
  const url = `http://127.0.0.1:${port}`;
  const headers = { 'content-type': 'application/json' };
  const ask = (id: string, word: string): Ask => ({ method: 'POST', path: `/api/cases/${id}/${word}`, body: '{"reason":"waiting for a report"}', headers });
  const asks = await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      const ids = Array.from({ length: EACH }, (__, i) => `${connection}-${i}`);
      for (const id of ids) await fetch(`${url}/api/cases/${id}`, { method: 'POST' });
      return [...ids.map((id) => ask(id, 'hold')), ...ids.map((id) => ask(id, 'resume'))];
    }),
  );
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await gone;
    await postgres.stop();
    rmSync(data, { recursive: true, force: true });
  };
  return { name: 'emmett', url, asks, pids: [child.pid!, postgres.pid], stop };
}

const median = (all: readonly Loaded[]): Loaded => all.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(all.length / 2)]!;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  say(`${cpus().length} × ${cpus()[0]?.model}, load average ${loadavg()[0]!.toFixed(1)}, ${connections} connections`);
  const api = await startApi(values.profile ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${values.profile}` } : {});
  const caller = await api.signIn('coordinator');
  const hub: Target = { name: 'hub', url: api.address, asks: await holdAndResume(caller, connections, EACH), pids: api.pids };
  await api.alone();
  const emmett = values['hub-only'] ? undefined : await startEmmett();
  const results = new Map<string, Loaded[]>();
  for (const target of [hub, ...(emmett ? [emmett] : [])]) await load(target.url, target.asks, { seconds: 2 }); // warm
  for (let round = 0; round < rounds; round += 1)
    for (const { name, url, asks, pids } of [hub, ...(emmett ? [emmett] : [])]) {
      const result = await load(url, asks, { seconds, pids });
      results.set(name, [...(results.get(name) ?? []), result]);
      say(`${name.padEnd(8)} ${shown(result)}`);
    }
  const ours = median(results.get('hub')!);
  const theirs = emmett && median(results.get('emmett')!);
  if (theirs)
    say(
      `ratio of the medians: ${(ours.perSecond / theirs.perSecond).toFixed(2)} × the throughput at ${(ours.p99 / theirs.p99).toFixed(2)} × the p99, ${(ours.cpuMsEach / theirs.cpuMsEach).toFixed(2)} × the CPU of a command`,
    );
  await api.loopDelay();
  const half = await paced(hub.url, hub.asks, { seconds, rate: Math.round(ours.perSecond / 2), pids: hub.pids });
  say(`at half of the maximum: ${shown(half)}, event-loop delay p99 ${(await api.loopDelay()).toFixed(1)} ms`);
  if (theirs)
    say(`emmett at the same rate: ${shown(await paced(emmett.url, emmett.asks, { seconds, rate: Math.round(ours.perSecond / 2), pids: emmett!.pids }))}`);
  await Promise.all([api.stop(), emmett?.stop()]);
}

if (values.help) process.stdout.write(HELP);
else await main();
