// The booking process, cut at every step: whoever comes after it ends it, with every calendar in agreement with the appointment.
import * as assert from 'uvu/assert';
import { afterAppointmentEvent, type AppointmentState } from '#domain/appointment/state.ts';
import type { AppointmentEvent } from '#domain/appointment/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { ADA, BORA, holdsIn, makeSalonCalls, NOW, openSalon, ROOM, SALON, SERVICE, SLICES, type Terms, wish } from '#infra/testing/booking.ts';
import { type MemoryStore, makeMemoryStore, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { makeBookingRecovery } from './reactor.ts';
import { makeSettle } from './settle.ts';

const kill = new Error('killed');
/** Dies at command number `n`, before or after it took effect, and stays dead. */
function dying(dispatch: Dispatch, n: number, after: boolean): Dispatch {
  let count = 0;
  return async (...command) => {
    count += 1;
    if (count > n || (count === n && !after)) throw kill;
    const outcome = await dispatch(...command);
    if (count === n) throw kill;
    return outcome;
  };
}
/** Dies when it would give the first command of that type. */
const dyingAt =
  (dispatch: Dispatch, type: string): Dispatch =>
  async (target, command, cause) => {
    if (command.type === type) throw kill;
    return dispatch(target, command, cause);
  };
const at = (now: string) => () => new Date(now);
const processOver = (store: MemoryStore, now: string) => makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices: SLICES, now: at(now) });

async function salon(terms: Terms = {}) {
  const store = makeMemoryStore();
  const dispatch = processOver(store, NOW);
  const room = { [ROOM]: { kind: 'room', name: 'A', capacity: 5 } };
  await openSalon(dispatch, { staff: [ADA, BORA], needs: [ROOM], rules: { hold: 30 }, schedules: room, ...terms });
  return { store, dispatch, calls: makeSalonCalls({ dispatch, store }) };
}
const stateOf = (store: MemoryStore, id: string) =>
  store.log
    .filter((e) => e.stream.slice === 'appointment' && e.stream.id === id)
    .reduce<AppointmentState>((s, e) => afterAppointmentEvent(s, e as unknown as AppointmentEvent), { status: 'unknown' });
const idOf = (answer: { body: Record<string, unknown> }) => String(answer.body['id']);
type World = Awaited<ReturnType<typeof salon>>;
type Act = (world: World, dispatch: Dispatch) => Promise<unknown>;

/** Does `act`, cut at each of its commands, then lets the recovery finish; `check` sees the world after each. */
async function cutEverywhere(
  prepare: (world: World) => Promise<void>,
  act: Act,
  check: (world: World, appointmentIds: string[]) => void,
  terms: Terms = {},
): Promise<number> {
  for (let n = 1; ; n++)
    for (const after of [false, true]) {
      const world = await salon(terms);
      await prepare(world);
      const before = new Set(world.store.log.filter((e) => e.stream.slice === 'appointment').map((e) => e.stream.id));
      const finished = await act(world, dying(world.dispatch, n, after)).then(
        () => true,
        (error: unknown) => assert.is(error, kill),
      );
      const ids = [...new Set(world.store.log.filter((e) => e.stream.slice === 'appointment').map((e) => e.stream.id))];
      const settle = makeSettle({ store: world.store, dispatch: processOver(world.store, NOW) });
      for (const id of ids) await settle({ tenant: SALON, slice: 'appointment', id }, { correlationId: 'c', resumed: true });
      check(world, ids.length > before.size ? ids.filter((id) => !before.has(id)) : ids);
      if (finished) return n;
    }
}
/** All that the appointments have, and nothing else, is held. */
function agree({ store }: World, _ids: string[]): void {
  const wanted = [...new Set(store.log.filter((e) => e.stream.slice === 'appointment').map((e) => e.stream.id))].flatMap((id) => {
    const state = stateOf(store, id);
    assert.not.ok(
      state.status === 'unknown' || ['requested', 'confirming'].includes(state.status) || state.moving || state.toFree.length,
      `${id} is unfinished`,
    );
    if (state.status === 'unknown' || !['confirmed', 'held'].includes(state.status)) return [];
    const mark = state.status === 'confirmed' ? '!' : '';
    return [SERVICE, ROOM, ...state.attempts[state.current]!.hosts!].map((actor) => `${Number(actor.slice(-12))} 2026-03-02${mark}`);
  });
  assert.equal(holdsIn(store.log, NOW), wanted.sort());
}
const nothing = async () => {};
const take =
  (time: string, more = {}) =>
  async ({ calls }: World) =>
    void (await calls('POST /api/appointments', wish(time, more)));

spec('booking process', (it) => {
  it('cut at every step, a booking still ends with all that it needs or with nothing', async () => {
    const steps = await cutEverywhere(nothing, ({ store }, dispatch) => makeSalonCalls({ dispatch, store })('POST /api/appointments', wish('10:00')), agree);
    assert.ok(steps >= 9, `${steps} commands`);
  });
  it('…also when the first of the staff has no time, and the second is asked', async () => {
    await cutEverywhere(
      take('10:00', { staff_ids: [ADA] }),
      ({ store }, dispatch) => makeSalonCalls({ dispatch, store })('POST /api/appointments', wish('10:00')),
      agree,
    );
  });
  it('…also when nobody has time, and what was placed is given back', async () => {
    const full = async (world: World) => {
      await take('10:00')(world);
      await take('10:00')(world);
    };
    const check = (world: World, ids: string[]) => {
      agree(world, ids);
      assert.is(holdsIn(world.store.log, NOW).length, 6);
    };
    const book: Act = ({ store }, dispatch) => makeSalonCalls({ dispatch, store })('POST /api/appointments', wish('10:00'));
    await cutEverywhere(full, book, check); // room and service have time, the staff has not
    await cutEverywhere(full, book, check, { maxConcurrent: 2 }); // the room has, the service has not
    await cutEverywhere(take('10:00'), book, agree, { rules: { hold: 30, hosts: 2 } }); // nobody is asked twice
  });
  it('…also when somebody who was refused has time when it is taken up again: only one keeps it', async () => {
    const world = await salon();
    const { store, dispatch, calls } = world;
    const first = await calls('POST /api/appointments', wish('10:00', { staff_ids: [ADA] }));
    await take('09:00', { staff_ids: [BORA] })(world); // so that it is the other’s turn
    const dies = { dispatch: dyingAt(dispatch, 'RecordHeld'), store };
    await makeSalonCalls(dies)('POST /api/appointments', wish('10:00')).catch(() => undefined);
    assert.ok(holdsIn(store.log, NOW).includes('2 2026-03-02'), 'Bora was asked');
    await calls('DELETE /api/appointments/{id}', {}, { id: idOf(first) });
    const { stream } = store.log.findLast((e) => e.type === 'AppointmentRequested')!;
    await makeSettle({ store, dispatch: processOver(store, NOW) })(stream, { correlationId: 'c', resumed: true });
    agree(world, []);
  });
  it('…also when it moves: it has the new time or still the old one, never both or none', async () => {
    const check = (world: World, ids: string[]) => {
      agree(world, ids);
      assert.is(stateOf(world.store, ids[0]!).status, 'confirmed');
    };
    await cutEverywhere(
      take('12:00'),
      ({ store }, dispatch) => {
        const id = store.log.find((e) => e.type === 'AppointmentRequested')!.stream.id;
        return makeSalonCalls({ dispatch, store })('PUT /api/appointments/{id}', { date: '2026-03-02', time: '12:15' }, { id });
      },
      check,
    );
  });
  it('…also when it is cancelled: its time is free again', async () => {
    await cutEverywhere(
      take('12:00'),
      ({ store }, dispatch) => {
        const id = store.log.find((e) => e.type === 'AppointmentRequested')!.stream.id;
        return makeSalonCalls({ dispatch, store })('DELETE /api/appointments/{id}', {}, { id });
      },
      agree,
    );
  });
  it('a repeat of the request after a crash goes on with it and answers how it ended', async () => {
    const { store, dispatch } = await salon();
    const body = wish('10:00');
    await makeSalonCalls({ dispatch: dying(dispatch, 3, true), store })('POST /api/appointments', body, { commandId: 'same' }).catch(() => undefined);
    const again = await makeSalonCalls({ dispatch: processOver(store, NOW), store })('POST /api/appointments', body, { commandId: 'same' });
    assert.equal([again.status, again.body['status']], [201, 'confirmed']);
    assert.is(store.log.filter((e) => e.type === 'AppointmentRequested').length, 1);
  });
  it('what stays unfinished is taken up again by its deadline, through an event', async () => {
    const { store, dispatch } = await salon();
    await makeSalonCalls({ dispatch: dying(dispatch, 3, true), store })('POST /api/appointments', wish('10:00')).catch(() => undefined);
    const { stream } = store.log.find((e) => e.type === 'AppointmentRequested')!;
    await dispatch(
      stream,
      { type: 'ResumeAppointment', data: {} },
      { id: 'deadline', actor: { id: 'd', kind: 'system', role: 'deadline' }, correlationId: 'c' },
    );
    await makeBookingRecovery({ store, dispatch }).react(store.log.findLast((e) => e.type === 'AppointmentResumed')!);
    assert.is(stateOf(store, stream.id).status, 'confirmed');
  });
  it('a hold that ran out before all was kept ends as lapsed, and everything is given back', async () => {
    const { store, dispatch } = await salon();
    const later = '2026-03-02T05:31:00.000Z';
    await makeSalonCalls({ dispatch: dying(dispatch, 6, true), store })('POST /api/appointments', wish('10:00')).catch(() => undefined);
    const { stream } = store.log.find((e) => e.type === 'AppointmentRequested')!;
    await makeSettle({ store, dispatch: processOver(store, later) })(stream, { correlationId: 'c', resumed: true });
    assert.is(stateOf(store, stream.id).status, 'lapsed');
    assert.equal(holdsIn(store.log, later), []);
  });
  it('colleagues who are equally free get the same number of appointments', async () => {
    const { store, calls } = await salon();
    for (const time of ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '12:00']) idOf(await calls('POST /api/appointments', wish(time)));
    const held = store.log.filter((e) => e.type === 'AppointmentConfirmed').flatMap((e) => (e.data as { hosts: string[] }).hosts);
    const counts = [ADA, BORA].map((host) => held.filter((h) => h === host).length);
    assert.is(Math.abs(counts[0]! - counts[1]!), 1);
  });
});
