// Loads an HTTP server over kept-alive connections, each going round its own requests, one at a time.
import { createRequire } from 'node:module';
import { cpuSeconds } from './cpu.ts';

export type Ask = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };
export type Loaded = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>> /** Of the server's processes. */;
  readonly cpuMsEach: number;
};
type Client = { setRequests(requests: readonly Ask[]): void; on(event: 'response', hear: (status: number, bytes: number, ms: number) => void): void };
type Instance = { stop(): void };
type Options = {
  readonly url: string;
  readonly connections: number;
  readonly duration: number;
  readonly setupClient: (client: Client) => void;
};
/** autocannon brings no types; these are the parts used. */
const autocannon = createRequire(import.meta.url)('autocannon') as (options: Options, done: (error: unknown) => void) => Instance;

export const quantile = (sorted: readonly number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;

/** How far each connection has come, so that the next load goes on where the last one ended: what was held is resumed, not held again. */
const answered = new WeakMap<readonly Ask[], number>();

/** `perConnection`: the requests of each connection, in order, again and again. As many as are answered; times in milliseconds. */
export async function load(
  url: string,
  perConnection: readonly (readonly Ask[])[],
  { seconds, pids = [] }: { seconds: number; pids?: readonly number[] },
): Promise<Loaded> {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let next = 0;
  const setupClient = (client: Client) => {
    const asks = perConnection[next++ % perConnection.length]!;
    const at = answered.get(asks) ?? 0;
    client.setRequests([...asks.slice(at), ...asks.slice(0, at)]);
    client.on('response', (status, _bytes, ms) => {
      answered.set(asks, ((answered.get(asks) ?? 0) + 1) % asks.length);
      times.push(ms);
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
  };
  const used = cpuSeconds(pids);
  const began = performance.now();
  await new Promise<void>((resolve, fail) => {
    const options = { url, connections: perConnection.length, duration: seconds, setupClient };
    autocannon(options, (error) => (error ? fail(error as Error) : resolve()));
  });
  const cpuMsEach = (1000 * (cpuSeconds(pids) - used)) / times.length;
  times.sort((a, b) => a - b);
  return { perSecond: times.length / ((performance.now() - began) / 1000), p50: quantile(times, 0.5), p99: quantile(times, 0.99), statuses, cpuMsEach };
}

export const shown = ({ perSecond, p50, p99, statuses, cpuMsEach }: Loaded): string => {
  const others = Object.entries(statuses).filter(([status]) => !status.startsWith('2'));
  const refused = others.length > 0 ? `, ${others.map(([status, count]) => `${count} × ${status}`).join(', ')}` : '';
  return `${Math.round(perSecond).toLocaleString('en').padStart(7)}/s  p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, CPU ${cpuMsEach.toFixed(2)} ms each${refused}`;
};
