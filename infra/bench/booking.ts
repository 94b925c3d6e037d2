// How booking does on this machine, over the embedded event store on disk: many at one time, and many at times of their own.
//   node infra/bench/booking.ts [requests]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDispatch } from '../../write-side/kernel/dispatch.ts';
import { startEventStore } from '../embedded/eventstore/start.ts';
import { makeEventStore } from '../eventstore/store.ts';
import { ADA, BORA, CAN, makeSalonCalls, NOW, openSalon, ROOM, SLICES, wish } from '../testing/booking.ts';
import { pretendOpen, pretendSeal } from '../testing/memory-store.ts';

const REQUESTS = Number(process.argv[2] ?? 200);
const AT_ONCE = 16;
const PROCESSES = 2;
const data = mkdtempSync(join(tmpdir(), 'hub-booking-'));
const server = await startEventStore({ data });
const store = makeEventStore({ url: server.url });
const dispatches = Array.from({ length: PROCESSES }, () =>
  makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices: SLICES, now: () => new Date(NOW) }),
);
const calls = dispatches.map((dispatch) => makeSalonCalls({ dispatch, store }));
const room = { [ROOM]: { kind: 'room', name: 'A', capacity: 3 } };
await openSalon(dispatches[0]!, { staff: [ADA, BORA, CAN], needs: [ROOM], maxConcurrent: 1000, schedules: room });

async function timed(n: number, body: object): Promise<{ won: boolean; ms: number; code: unknown }> {
  const started = performance.now();
  const answer = await calls[n % PROCESSES]!('POST /api/appointments', body);
  return { won: answer.status === 201, ms: performance.now() - started, code: answer.body['code'] };
}
const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))]!.toFixed(0);
function report(name: string, all: readonly { won: boolean; ms: number; code: unknown }[], seconds: number): void {
  const won = all.filter((answer) => answer.won).length;
  const latency = all.map(({ ms }) => ms);
  console.log(`${name}: ${won} of ${all.length} booked in ${seconds.toFixed(1)} s, p50 ${quantile(latency, 0.5)} ms, p99 ${quantile(latency, 0.99)} ms`);
}

const started = performance.now();
const race = await Promise.all(Array.from({ length: REQUESTS }, (_, n) => timed(n, wish('10:00'))));
report(`${REQUESTS} at once for one time of three staff`, race, (performance.now() - started) / 1000);

/** Times of their own: 16 starts a day, three staff, on days that follow. */
const times = Array.from({ length: REQUESTS }, (_, n) => {
  const [day, slot] = [Math.floor(n / 48) + 1, Math.floor((n % 48) / 3)];
  return wish(`${String(9 + Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 ? '30' : '00'}`, {
    date: new Date(Date.parse('2026-03-02') + day * 86_400_000).toISOString().slice(0, 10),
  });
});
const spread: Awaited<ReturnType<typeof timed>>[] = [];
const queue = [...times.entries()];
const begun = performance.now();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) spread.push(await timed(...next));
  }),
);
const seconds = (performance.now() - begun) / 1000;
report(`${REQUESTS} for times of their own, ${AT_ONCE} at once`, spread, seconds);
console.log(
  `${(spread.filter(({ won }) => won).length / seconds).toFixed(0)} bookings a second; each is 1 request, holds on service, room and person, each placed and kept, and their confirmation: 9 or 10 durable appends`,
);
await store.close();
await server.stop();
rmSync(data, { recursive: true, force: true });
