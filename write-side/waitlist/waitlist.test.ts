import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { ADA, give, holdsIn, makeSalonCalls, NOW, openSalon, SERVICE, SLICES, uuid, wish } from '#infra/testing/booking.ts';
import { makeMemoryStore, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { bookingReactors } from '#write-side/booking.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { handle } from '#write-side/kernel/reactor.ts';

const join = (n: number) => ({
  type: 'JoinWaitlist',
  data: { entryId: uuid(n), customerId: uuid(n), from: '2026-03-01T21:00:00.000Z', to: '2026-03-02T21:00:00.000Z', customer: { name: `Guest ${n}` } },
});

async function salon() {
  const store = makeMemoryStore();
  const clock = { now: NOW };
  const now = () => new Date(clock.now);
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices: SLICES, now });
  await openSalon(dispatch, { staff: [ADA] });
  const reactors = bookingReactors({ store, dispatch, open: pretendOpen, now });
  let seen = store.log.length;
  const parked: string[] = [];
  const outcome = { ack: async () => {}, retry: async () => {}, park: async (reason: string) => void parked.push(reason) };
  /** Delivers every new event to those who ask for it, twice, until nothing new comes of it. */
  const react = async () => {
    for (; seen < store.log.length; seen++)
      for (const reactor of reactors.filter(({ types }) => types.includes(store.log[seen]!.type)))
        for (let attempt = 0; attempt < 2; attempt++) await handle(reactor, { dispatch }, { event: store.log[seen] as Recorded, attempt, ...outcome });
  };
  return { store, dispatch, clock, react, parked, call: makeSalonCalls({ dispatch, store, now }) };
}
const expire = async ({ store, dispatch, clock }: Awaited<ReturnType<typeof salon>>, now: string) => {
  clock.now = now;
  const { stream, data } = store.log.findLast((e) => e.type === 'AppointmentHeld')!;
  await give(dispatch, stream.slice, stream.id, { type: 'ExpireAppointment', data: { attempt: (data as { attempt: number }).attempt } }, now);
};

spec('waiting list, with its reactors', (it) => {
  it('a cancelled time is kept for the first who waits, an hour long, and once however often it is told', async () => {
    const { store, dispatch, react, call, parked } = await salon();
    const booked = await call('POST /api/appointments', wish('10:00'));
    for (const n of [81, 82]) await give(dispatch, 'waitlist', SERVICE, join(n));
    await call('DELETE /api/appointments/{id}', {}, { id: String(booked.body['id']) });
    await react();
    const requested = store.log.filter((e) => e.type === 'AppointmentRequested').slice(1);
    assert.equal(
      requested.map(({ data }) => (data as { customerId: string }).customerId),
      [uuid(81)],
    );
    assert.is((store.log.findLast((e) => e.type === 'AppointmentHeld')!.data as { until: string }).until, '2026-03-02T06:00:00.000Z');
    assert.equal([parked, (await call('POST /api/appointments', wish('10:00'))).body['code']], [[], 'appointment.no-time']);
    assert.not.match(JSON.stringify(store.log.map(({ data }) => data)), /Guest/);
  });
  it('who does not take it in time makes room for the next', async () => {
    const world = await salon();
    const { store, dispatch, react, call } = world;
    const booked = await call('POST /api/appointments', wish('12:00'));
    for (const n of [81, 82]) await give(dispatch, 'waitlist', SERVICE, join(n));
    await call('DELETE /api/appointments/{id}', {}, { id: String(booked.body['id']) });
    await react();
    await expire(world, '2026-03-02T06:00:00.000Z');
    await react();
    assert.equal(
      store.log.filter((e) => e.type === 'WaitlistTimeOffered').map(({ data }) => (data as { entryId: string }).entryId),
      [uuid(81), uuid(82)],
    );
    assert.is(holdsIn(store.log, world.clock.now).length, 2);
  });
  it('whose time somebody else took meanwhile keeps waiting', async () => {
    const { store, dispatch, react, call } = await salon();
    const booked = await call('POST /api/appointments', wish('10:00'));
    await give(dispatch, 'waitlist', SERVICE, join(81));
    await call('DELETE /api/appointments/{id}', {}, { id: String(booked.body['id']) });
    await call('POST /api/appointments', wish('10:00'));
    await react();
    assert.is(store.log.findLast((e) => e.stream.slice === 'waitlist')!.type, 'WaitlistReturned');
  });
});
