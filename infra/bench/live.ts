// How long from an event's append to a screen: commands against a running hub, heard by a socket client, beside a bare websocket echo.
// The hub records times in milliseconds on the same machine's clock, so figures are good to about one millisecond.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { io, type Socket } from 'socket.io-client';
import type { WebSocketServer } from 'ws';
import type { LiveEvent } from '#read-side/live/feed.ts';

const HELP = `Measures the live feed of a running hub.

  node infra/bench/live.ts READY [--commands <n>] [--pause <ms>] [--json]
  node infra/bench/live.ts READY --rate <n> [--seconds <n>] [--json]

  READY       file with the line that \`hub start --json\` printed, or - for standard input
  --commands  how many, default 200
  --pause     between two commands, default 25: an idle machine, not a loaded one
  --rate      events a second instead, each by a command of its own, on 100 cases
  --seconds   for how long, default 20; the first three do not count
  --json      one JSON object instead of a table
`;
const ECHO = '--echo-server';

type Login = { email: string; password: string; tenant: string; role: string };
type Spread = { p50: number; p95: number; p99: number; most: number };
type Figures = { commands: number; appendToScreen: Spread; sendToScreen: Spread; sendToAnswer: Spread; bareEcho: Spread };

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (q: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0) * 100) / 100;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

/** A caller with one login: commands, and the socket that hears them. */
async function signIn(address: string, login: Login) {
  const call = async (path: string, body: object, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(new URL(path, address), { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: string; position: string; accessToken: string };
  };
  const { accessToken } = await call('/api/auth/login', { email: login.email, password: login.password, tenant: login.tenant });
  const socket: Socket = io(new URL('/live', address).href, { transports: ['websocket'], auth: { token: accessToken } });
  await new Promise((done, fail) => socket.once('hello', done).once('connect_error', fail));
  return { socket, tell: (path: string, body: object) => call(path, body, accessToken) };
}

/** A case of its own, so that nobody else's events are measured. */
async function openCase(tell: (path: string, body: object) => Promise<{ id: string }>): Promise<string> {
  const { id: patientId } = await tell('/api/patients', { name: { given: ['Bench'], family: 'Live' }, birthDate: '1980-01-01', sex: 'female' });
  const { id } = await tell('/api/cases', { patientId, procedure: { code: 'bench', text: 'Measurement' } });
  return id;
}

async function measure(address: string, login: Login, commands: number, pause: number): Promise<Omit<Figures, 'bareEcho'>> {
  const { socket, tell } = await signIn(address, login);
  const caseId = await openCase(tell);
  const heard = new Map<string, { at: number; after: number }>();
  socket.on('event', (event: LiveEvent) => {
    if (event.caseId === caseId) heard.set(event.position, { at: performance.now(), after: Date.now() - Date.parse(event.recordedAt) });
  });
  const [appendToScreen, sendToScreen, sendToAnswer]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < commands; i += 1) {
    const sent = performance.now();
    const { position } = await tell(`/api/cases/${caseId}/${i % 2 ? 'resume' : 'hold'}`, { reason: 'measurement' });
    sendToAnswer.push(performance.now() - sent);
    for (const end = sent + 5_000; !heard.has(position); await sleep(1)) if (performance.now() > end) throw new Error(`event ${position} was not heard in 5 s`);
    sendToScreen.push(heard.get(position)!.at - sent);
    appendToScreen.push(heard.get(position)!.after);
    await sleep(pause);
  }
  socket.disconnect();
  return { commands, appendToScreen: spread(appendToScreen), sendToScreen: spread(sendToScreen), sendToAnswer: spread(sendToAnswer) };
}

type Loaded = { readonly asked: number; readonly events: number; readonly perSecond: number; readonly appendToScreen: Spread; readonly load: number };
const WARM_MS = 3_000;

/** Commands at a steady rate, each case's one after the other; what a slow hub has not taken in time comes late, and shows in `perSecond`. */
async function atRate(address: string, login: Login, rate: number, seconds: number): Promise<Loaded> {
  const { socket, tell } = await signIn(address, login);
  const cases: string[] = [];
  while (cases.length < 100) cases.push(...(await Promise.all(Array.from({ length: 10 }, () => openCase(tell)))));
  const begin = performance.now() + 500;
  const [from, to] = [begin + WARM_MS, begin + seconds * 1000];
  const late: number[] = [];
  socket.on('event', (event: LiveEvent) => {
    const now = performance.now();
    if (now > from && now < to) late.push(Date.now() - Date.parse(event.recordedAt));
  });
  const gap = (1000 * cases.length) / rate;
  await Promise.all(
    cases.map(async (id, n) => {
      for (let i = 0, due = begin + (gap * n) / cases.length; due < to; i += 1, due += gap) {
        await sleep(Math.max(0, due - performance.now()));
        if (performance.now() > to) return;
        await tell(`/api/cases/${id}/${i % 2 ? 'resume' : 'hold'}`, { reason: 'measurement' });
      }
    }),
  );
  socket.disconnect();
  return {
    asked: rate,
    events: late.length,
    perSecond: Math.round(late.length / (seconds - WARM_MS / 1000)),
    appendToScreen: spread(late),
    load: loadavg()[0]!,
  };
}

/** Runs in a process of its own, as the hub does. */
function serveEcho(): void {
  const ws = createRequire(import.meta.resolve('socket.io'))('ws') as { WebSocketServer: typeof WebSocketServer }; // the engine under socket.io
  const server = new ws.WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  server.on('connection', (client) => client.on('message', (data) => client.send(data)));
  server.on('listening', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit(0));
}

async function echo(rounds: number, pause: number): Promise<Spread> {
  const child = fork(fileURLToPath(import.meta.url), [ECHO]);
  const port = await new Promise<number>((done) => child.once('message', (message) => done(message as number)));
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await new Promise((done) => socket.addEventListener('open', done, { once: true }));
  const times: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const sent = performance.now();
    socket.send('x'.repeat(250));
    await new Promise((done) => socket.addEventListener('message', done, { once: true }));
    times.push(performance.now() - sent);
    await sleep(pause);
  }
  socket.close();
  child.disconnect();
  return spread(times);
}

function table(figures: Figures): string {
  const line = (name: string, s: Spread) => `  ${name.padEnd(44)} ${[s.p50, s.p95, s.p99, s.most].map((n) => n.toFixed(1).padStart(8)).join('')}`;
  return [
    `  ${`${figures.commands} commands, milliseconds`.padEnd(44)} ${['p50', 'p95', 'p99', 'most'].map((n) => n.padStart(8)).join('')}`,
    line('append → event at the socket client', figures.appendToScreen),
    line('command sent → event at the socket client', figures.sendToScreen),
    line('command sent → answer', figures.sendToAnswer),
    line('bare websocket echo, there and back', figures.bareEcho),
    `  command to screen is ${Math.round(figures.sendToScreen.p50 / Math.max(0.01, figures.bareEcho.p50))} times the bare echo (p50)`,
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      commands: { type: 'string', default: '200' },
      pause: { type: 'string', default: '25' },
      json: { type: 'boolean' },
      rate: { type: 'string' },
      seconds: { type: 'string', default: '20' },
      help: { type: 'boolean' },
    },
  });
  const [file] = positionals;
  if (values.help || !file) return void process.stdout.write(HELP);
  const ready = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8').split('\n')[0]!) as { address: string; logins: Login[] };
  const login = ready.logins.find(({ role }) => role === 'coordinator') ?? ready.logins[0];
  if (!login) throw new Error('the hub has no demo logins; start it with HUB_DEMO=on on an empty data folder');
  if (values.rate) {
    const loaded = await atRate(ready.address, login, Number(values.rate), Number(values.seconds));
    const {
      appendToScreen: { p50, p95, p99, most },
      perSecond,
      load,
    } = loaded;
    const words = `  ${perSecond} events a second, append → event at the socket client, ms: p50 ${p50}, p95 ${p95}, p99 ${p99}, most ${most}; load average ${load.toFixed(1)}\n`;
    return void process.stdout.write(values.json ? `${JSON.stringify(loaded)}\n` : words);
  }
  const [commands, pause] = [Number(values.commands), Number(values.pause)];
  const figures = { ...(await measure(ready.address, login, commands, pause)), bareEcho: await echo(commands, Math.min(pause, 5)) };
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(figures));
}

if (process.argv[2] === ECHO) serveEcho();
else await main();
