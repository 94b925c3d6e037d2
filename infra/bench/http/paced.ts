// Requests at an even pace, whatever the answers take: times count from when a request was due, so a server that stalls is not forgiven.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds } from './cpu.ts';
import { type Ask, type Loaded, quantile } from './load.ts';

type Slot = { readonly asks: readonly Ask[]; next: number };

function send(url: string, { method, path, body, headers }: Ask, agent: Agent): Promise<number> {
  return new Promise((resolve, fail) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const asked = request(url + path, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode!));
    });
    asked.once('error', fail);
    asked.end(body);
  });
}

/** `perConnection` as in `load`; `rate`: requests a second over all. What a connection has no time for waits for the next free one. */
export async function paced(
  url: string,
  perConnection: readonly (readonly Ask[])[],
  { seconds, rate, pids = [] }: { seconds: number; rate: number; pids?: readonly number[] },
): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: perConnection.length });
  const free: Slot[] = perConnection.map((asks) => ({ asks, next: 0 }));
  const due: number[] = [];
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let open = 0;
  async function serve(slot: Slot, since: number): Promise<void> {
    open += 1;
    const status = await send(url, slot.asks[slot.next++ % slot.asks.length]!, agent).catch(() => 'failed');
    times.push(performance.now() - since);
    statuses[status] = (statuses[status] ?? 0) + 1;
    open -= 1;
    const waiting = due.shift();
    if (waiting === undefined) free.push(slot);
    else void serve(slot, waiting);
  }
  const used = cpuSeconds(pids);
  const began = performance.now();
  for (let sent = 0; sent < rate * seconds; await sleep(1))
    for (const now = performance.now(); sent < rate * seconds && began + (1000 * sent) / rate <= now; sent += 1) {
      const at = began + (1000 * sent) / rate;
      const slot = free.shift();
      if (slot) void serve(slot, at);
      else due.push(at);
    }
  while (open > 0) await sleep(5);
  agent.destroy();
  const perSecond = times.length / ((performance.now() - began) / 1000);
  times.sort((a, b) => a - b);
  return { perSecond, p50: quantile(times, 0.5), p99: quantile(times, 0.99), statuses, cpuMsEach: (1000 * (cpuSeconds(pids) - used)) / times.length };
}
