// What ten thousand sockets cost one process: memory of each, messages to all of them, and how late its event loop is meanwhile; beside a bare
// Socket.IO server that broadcasts the same message to the same clients. Server and clients are processes of their own.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Server } from 'socket.io';
import type { WebSocket as Ws } from 'ws';
import { rightsOf } from '#domain/kernel/roles.ts';
import { type FeedRow, toLiveEvent } from '#read-side/live/feed.ts';
import { makeLog } from '../log/log.ts';
import { makeLive } from '../sockets/live.ts';

const HELP = `Measures live updates with many clients, beside a bare Socket.IO server.

  node infra/bench/sockets.ts [--clients <n>] [--events <n>] [--rounds <n>]

  --clients  default 10000
  --events   told to every client in a round, default 30
  --rounds   of both servers, in turn, default 3
`;
type Kind = 'hub' | 'bare';
type Late = { readonly loopP99: number; readonly loopMost: number; readonly cpuSeconds: number };
const ROOM = 'klinik';
const row = (position: number): FeedRow => ({
  ...{ position: BigInt(position), tenant: ROOM, type: 'CaseStageEntered', slice: 'case', streamId: '0190a000-0000-7000-8000-000000000001' },
  ...{ caseId: '0190a000-0000-7000-8000-000000000001', patientId: null, recordedAt: new Date(), actorKind: 'staff', actorRole: 'coordinator' },
});

/** The hub's own server on a feed in memory, which answers how to tell the next event to everybody. */
async function serveHub(server: ReturnType<typeof createServer>): Promise<() => void> {
  const rows: FeedRow[] = [];
  let poke = () => {};
  const rights = rightsOf(['coordinator']);
  await makeLive({
    server,
    verify: async (token) => ({
      ...{ tenant: ROOM, memberId: token, roles: ['coordinator'], rights, session: 's' },
      asOf: 0n,
      expiresAt: Date.now() + 3_600_000,
    }),
    maySeeCase: async () => true,
    feed: {
      present: async () => new Map(),
      after: async () => ({ rows: rows.splice(0), marks: new Map() }),
      of: async () => [],
      span: async () => undefined,
    },
    listen: (call) => {
      poke = call;
      return { close: async () => {} };
    },
    log: makeLog({ level: 'silent' }),
    metrics: { connections: () => {}, pushed: () => {}, dropped: () => {} },
    limits: { connections: 20_000, connectionsPerTenant: 20_000 },
  });
  let position = 0;
  return () => {
    rows.push(row((position += 1)));
    poke();
  };
}
function serveBare(server: ReturnType<typeof createServer>): () => void {
  const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
  const namespace = io.of('/live').on('connection', (socket) => {
    void socket.join(ROOM);
    socket.emit('hello', { cursor: '0' });
  });
  let position = 0;
  return () => void namespace.to(ROOM).emit('event', toLiveEvent(row((position += 1))));
}

async function serverProcess(kind: Kind): Promise<void> {
  const server = createServer();
  const tell = kind === 'hub' ? await serveHub(server) : serveBare(server);
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let spent = process.cpuUsage();
  const answers = {
    memory: () => {
      globalThis.gc?.();
      return { rss: process.memoryUsage().rss };
    },
    tell: async ({ events }: { events: number }) => {
      spent = process.cpuUsage();
      delay.reset();
      delay.enable();
      for (let n = 0; n < events; n += 1) {
        tell();
        await sleep(0); // as notices come: one after the other, not in one breath
      }
      return undefined;
    },
    late: (): Late => {
      delay.disable();
      const { user, system } = process.cpuUsage(spent);
      return { cpuSeconds: (user + system) / 1e6, loopP99: delay.percentile(99) / 1e6, loopMost: delay.max / 1e6 };
    },
  };
  process.on('message', async (asked: { ask: keyof typeof answers; events: number }) => {
    const answered = await answers[asked.ask](asked);
    if (answered) process.send!(answered);
  });
}

/** Raw websockets that speak just enough of Socket.IO: what they cost is not what is measured. */
async function clientProcess(url: string, count: number): Promise<void> {
  const { WebSocket } = createRequire(import.meta.resolve('socket.io'))('ws') as { WebSocket: typeof Ws };
  let [heard, ready, expected] = [0, 0, 0];
  const connect = () => {
    const socket = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false, skipUTF8Validation: true });
    socket.on('message', (data: Buffer) => {
      if (data[0] === 0x32) return socket.send('3');
      if (data[0] === 0x30) return socket.send('40/live,{"token":"t"}');
      if (data.includes('"hello"')) ready += 1;
      else if (data.includes('"event"') && (heard += 1) === expected) process.send!({ heard });
    });
    socket.on('error', () => process.exit(1));
  };
  for (let n = 0; n < count; n += 1) {
    connect();
    while (n - ready > 200) await sleep(1);
  }
  while (ready < count) await sleep(5);
  process.on('message', (asked: { expect: number }) => {
    [heard, expected] = [0, asked.expect];
    process.send!({ ready });
  });
  process.send!({ ready });
}

const self = fileURLToPath(import.meta.url);
const start = (...args: string[]): ChildProcess => fork(self, args, { execArgv: ['--expose-gc'] });
const answer = async <T>(child: ChildProcess): Promise<T> => ((await once(child, 'message')) as [T])[0];
async function ask<T>(child: ChildProcess, question: object): Promise<T> {
  const answered = answer<T>(child);
  child.send(question);
  return answered;
}

async function round(kind: Kind, clients: number, events: number) {
  const server = start('--server', kind);
  const { port } = await answer<{ port: number }>(server);
  const before = await ask<{ rss: number }>(server, { ask: 'memory' });
  const began = performance.now();
  const crowd = start('--crowd', `ws://127.0.0.1:${port}`, String(clients));
  await answer(crowd);
  const connected = performance.now() - began;
  const after = await ask<{ rss: number }>(server, { ask: 'memory' });
  const figures = [];
  for (let n = 0; n < 2; n += 1) {
    await ask(crowd, { expect: clients * events });
    const all = answer(crowd);
    const from = performance.now();
    server.send({ ask: 'tell', events });
    await all;
    const seconds = (performance.now() - from) / 1000;
    figures.push({ perSecond: (clients * events) / seconds, ...(await ask<Late>(server, { ask: 'late' })) });
  }
  for (const child of [crowd, server]) child.kill('SIGKILL');
  const { perSecond, cpuSeconds, loopP99, loopMost } = figures.at(-1)!; // the first warms up
  return {
    kilobytes: (after.rss - before.rss) / clients / 1024,
    connects: clients / (connected / 1000),
    perSecond,
    perCpuSecond: (clients * events) / cpuSeconds,
    loopP99,
    loopMost,
  };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function main(): Promise<void> {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({ options: { clients: text('10000'), events: text('30'), rounds: text('3'), help: { type: 'boolean' } } });
  if (values.help) return void process.stdout.write(HELP);
  const found: Record<Kind, Awaited<ReturnType<typeof round>>[]> = { hub: [], bare: [] };
  for (let n = 0; n < Number(values.rounds); n += 1)
    for (const kind of n % 2 ? (['bare', 'hub'] as const) : (['hub', 'bare'] as const))
      found[kind].push(await round(kind, Number(values.clients), Number(values.events)));
  const lines = [
    ['memory of each client, KiB', 'kilobytes', 1],
    ['connections a second', 'connects', 0],
    ['messages a second, to all', 'perSecond', 0],
    ['messages a second of the server’s CPU', 'perCpuSecond', 0],
    ['event loop late, p99, ms', 'loopP99', 1],
    ['event loop late, most, ms', 'loopMost', 1],
  ] as const;
  console.log(
    `  ${`${values.clients} clients, median of ${values.rounds} rounds`.padEnd(40)}${['hub', 'bare', 'ratio'].map((name) => name.padStart(10)).join('')}`,
  );
  for (const [name, key, digits] of lines) {
    const [hub, bare] = [median(found.hub.map((one) => one[key])), median(found.bare.map((one) => one[key]))];
    console.log(`  ${name.padEnd(40)}${[hub.toFixed(digits), bare.toFixed(digits), (hub / bare).toFixed(2)].map((n) => n.padStart(10)).join('')}`);
  }
  console.log(`  load average ${loadavg()[0]!.toFixed(1)}`);
}

const [role, first = '', second = ''] = process.argv.slice(2);
if (role === '--server') await serverProcess(first as Kind);
else if (role === '--crowd') await clientProcess(first, Number(second));
else await main();
