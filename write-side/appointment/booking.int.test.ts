// Many at once over the real event store, each on a process of its own view: what no test in memory can show.
import * as assert from 'uvu/assert';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import { type Started, startEventStore } from '#infra/embedded/eventstore/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { ADA, BORA, CAN, type Call, holdsIn, makeSalonCalls, NOW, openSalon, ROOM, SALON, SERVICE, SLICES, type Terms, wish } from '#infra/testing/booking.ts';
import { pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { calendarStream } from '#write-side/calendar/streams.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';

const REQUESTS = 200;
const PROCESSES = 4;

spec('booking over the real event store', (it, { setup, teardown }) => {
  let server: Started | undefined;
  setup(async () => {
    server = await startEventStore({});
  });
  teardown(() => server?.stop());

  /** Each process remembers streams by itself, and so is often wrong about them. */
  async function inProcesses<T>(tenant: string, terms: Terms, work: (calls: Call[], store: EventStore) => Promise<T>): Promise<T> {
    const store = makeEventStore({ url: server!.url });
    const rename = (of: StreamId): StreamId => ({ ...of, tenant });
    const scoped: EventStore = {
      ...store,
      read: (stream, range) => store.read(rename(stream), range),
      append: (stream, ...rest) => store.append(rename(stream), ...rest),
    };
    const process = () => makeDispatch({ store: scoped, seal: pretendSeal, open: pretendOpen, slices: SLICES, now: () => new Date(NOW) });
    await openSalon(process(), terms);
    const calls = Array.from({ length: PROCESSES }, () => makeSalonCalls({ dispatch: process(), store: scoped }));
    return work(calls, scoped).finally(() => store.close());
  }
  const all = (calls: Call[], body: (n: number) => object, requests = REQUESTS) =>
    Promise.all(Array.from({ length: requests }, (_, n) => calls[n % PROCESSES]!('POST /api/appointments', body(n))));
  async function holds(store: EventStore, ...actors: string[]): Promise<string[]> {
    const log: Recorded[] = [];
    for (const actor of actors) for await (const event of store.read(calendarStream(SALON, actor, '2026-03-02'))) log.push(event);
    return holdsIn(log, NOW);
  }

  it('200 requests at once for one time: exactly as many as fit succeed, every other gets a clear answer', () =>
    inProcesses('race1', { staff: [ADA, BORA, CAN], needs: [ROOM], schedules: { [ROOM]: { kind: 'room', name: 'A', capacity: 10 } } }, async (calls, store) => {
      const answers = await all(calls, () => wish('10:00'));
      const [won, lost] = [answers.filter((a) => a.status === 201), answers.filter((a) => a.status !== 201)];
      assert.is(won.length, 3);
      assert.ok(won.every((a) => a.body['status'] === 'confirmed'));
      assert.equal(won.flatMap((a) => a.body['staff_ids'] as string[]).sort(), [ADA, BORA, CAN]);
      assert.equal([...new Set(lost.map((a) => `${a.status} ${String(a.body['code'])}`))], ['409 appointment.no-time']);
      assert.ok(lost.every((a) => ['busy', 'held'].includes((a.body['reason'] as { reason: string }).reason)));
      const day = '2026-03-02!';
      assert.equal(await holds(store, ADA, BORA, CAN, ROOM, SERVICE), [
        `1 ${day}`,
        `100 ${day}`,
        `100 ${day}`,
        `100 ${day}`,
        `2 ${day}`,
        `3 ${day}`,
        `50 ${day}`,
        `50 ${day}`,
        `50 ${day}`,
      ]);
    }));

  it('a group’s session takes as many as it has seats, with one of the staff', () =>
    inProcesses('race2', { staff: [ADA, BORA], maxConcurrent: 12, rules: { group: true } }, async (calls, store) => {
      const answers = await all(calls, () => wish('11:00'), 60);
      const won = answers.filter((a) => a.status === 201);
      assert.is(won.length, 12);
      assert.equal([...new Set(won.flatMap((a) => a.body['staff_ids'] as string[]))], [ADA]);
      assert.is((await holds(store, SERVICE)).length, 12);
    }));

  it('many who want overlapping times leave nobody with half of what they need', () =>
    inProcesses('race3', { staff: [ADA, BORA], needs: [ROOM], terms: { preparationMinutes: 5, cleanupMinutes: 10 } }, async (calls, store) => {
      const times = ['10:00', '10:15', '10:30', '10:45', '11:00'];
      const won = (await all(calls, (n) => wish(times[n % 5]!), 60)).filter((a) => a.status === 201);
      const starts = won.map((a) => Date.parse(String(a.body['start']))).sort((a, b) => a - b);
      assert.ok(won.length >= 1 && starts.every((start, i) => i === 0 || start - starts[i - 1]! >= 45 * 60_000)); // one room: 30 minutes and 15 of buffers
      assert.is((await holds(store, ADA, BORA, ROOM, SERVICE)).length, won.length * 3);
    }));
});
