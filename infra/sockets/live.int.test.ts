import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import * as assert from 'uvu/assert';
import type { LiveEvent } from '#read-side/live/feed.ts';
import { CASE, type LiveWorld, dial, once, startLiveWorld, until } from '../testing/live-world.ts';
import { spec } from '../testing/spec.ts';

const OTHER = '0190a000-0000-7000-8000-000000000002';

spec('live sockets', (it, { setup, teardown }) => {
  let world: LiveWorld;
  setup(async () => {
    world = await startLiveWorld();
  });
  teardown(() => world.stop());

  it('refuses a connection without a valid token, and any other namespace', async () => {
    const refused = (socket: Socket) => once<Error & { data?: { code: string } }>(socket, 'connect_error');
    assert.is((await refused(dial(world.url, 'forged'))).data?.code, 'auth.token-invalid');
    assert.is((await refused(dial(world.url, undefined as unknown as string))).data?.code, 'auth.token-missing');
    assert.is((await refused(dial(world.url.replace('/live', '/'), 'acme.nurse'))).message, 'live.namespace');
  });

  it('starts a client without a cursor at the present and brings it what comes', async () => {
    const { socket, events, cursor } = await world.hearing('acme.nurse');
    assert.is(cursor, String(world.position()));
    await world.append(3);
    await until(() => events.length === 3);
    assert.equal(
      events.map((e) => e.position),
      [world.position() - 2, world.position() - 1, world.position()].map(String),
    );
    assert.equal([events[0]?.caseId, events[0]?.actor], [CASE, { kind: 'staff', role: 'nurse' }]);
    socket.disconnect();
  });

  it('keeps tenants apart', async () => {
    const [acme, other] = await Promise.all([world.hearing('acme.nurse'), world.hearing('other.nurse')]);
    await world.append(2, { tenant: 'other' });
    await world.append(1);
    await until(() => acme.events.length === 1 && other.events.length === 2);
    await sleep(50);
    assert.equal([acme.events.length, other.events.length], [1, 2]);
    acme.socket.disconnect();
    other.socket.disconnect();
  });

  it('loses and repeats nothing over 20 disconnections while events keep coming', async () => {
    const from = world.position();
    let cursor = String(from);
    const heard: number[] = [];
    let writing = true;
    const writer = (async () => {
      for (let i = 0; i < 120; i += 1) {
        await world.append(1 + (i % 40), { notify: i % 3 !== 0 });
        await world.append(1, { tenant: 'other' });
        await sleep(3);
      }
      await world.append(1);
      writing = false;
    })();
    for (let i = 0; i < 20; i += 1) {
      const socket = dial(world.url, 'acme.nurse', { cursor });
      socket.on('event', ({ position: at }: LiveEvent) => {
        heard.push(Number(at));
        cursor = at;
      });
      await once(socket, 'hello');
      await sleep(15 + (i % 5) * 5);
      if (i % 2) socket.disconnect();
      else socket.io.engine.close(); // as when the network goes
      socket.removeAllListeners();
    }
    await writer;
    const last = await world.hearing('acme.nurse', { cursor });
    await until(() => !writing && last.events.at(-1)?.position === String(world.position()));
    heard.push(...last.events.map((e) => Number(e.position)));
    const rows = await world.feed.of('acme', BigInt(from), 100_000);
    assert.equal(
      heard,
      rows.map((r) => Number(r.position)),
    );
    last.socket.disconnect();
  });

  it('brings events within the poll when a notice was lost', async () => {
    const { url, close } = await world.serve({ pollMs: 50 });
    const { socket, events } = await world.hearing('acme.nurse', {}, url);
    await world.append(1, { notify: false });
    await until(() => events.length === 1);
    socket.disconnect();
    await close();
  });

  it('tells a client to fetch everything anew when its cursor is too old or from another log', async () => {
    const { url, close } = await world.serve({ missed: 10 });
    for (const cursor of ['1', '0', '999999999']) {
      const socket = dial(url, 'acme.nurse', { cursor });
      assert.equal(await once(socket, 'resync'), { cursor: String(world.position()) });
      socket.disconnect();
    }
    await close();
  });

  it('lets an agency hear its own cases only, and an operator nothing', async () => {
    const [agency, operator] = await Promise.all([world.hearing('acme.agency'), world.hearing('acme.operator')]);
    await world.append(2, { caseId: OTHER });
    await world.append(1, { caseId: CASE });
    await until(() => agency.events.at(-1)?.position === String(world.position()));
    assert.ok(agency.events.every((e) => e.caseId === CASE));
    assert.is(operator.events.length, 0);
    const join = (client: typeof agency, room: string) => client.socket.emitWithAck('join', { room });
    assert.is((await join(agency, `case:${CASE}`)).ok, true);
    assert.equal(await join(agency, `case:${OTHER}`), { code: 'case.unknown' });
    assert.equal(await join(agency, 'inbox'), { code: 'live.room-refused' });
    assert.equal(await join(agency, 'elsewhere'), { code: 'live.room' });
    assert.equal(await join(operator, `case:${CASE}`), { code: 'case.unknown' });
    agency.socket.disconnect();
    operator.socket.disconnect();
  });

  it('brings a client what belongs to its rooms, those it came with as well as those it joins, and what it missed in them', async () => {
    const { socket, events, cursor } = await world.hearing('acme.nurse', { rooms: ['inbox'] });
    const joined = await socket.emitWithAck('join', { room: `case:${OTHER}` });
    assert.equal(joined, { ok: true, cursor });
    await world.append(1, { caseId: CASE });
    await world.append(1, { caseId: OTHER });
    await world.append(1, { caseId: CASE, slice: 'conversation' });
    await until(() => events.length === 2);
    socket.emit('leave', { room: 'inbox' });
    await socket.emitWithAck('join', { room: `case:${OTHER}` }); // heard after the leave
    await world.append(1, { slice: 'conversation' });
    await world.append(1, { caseId: OTHER });
    await until(() => events.length === 3);
    const again = await world.hearing('acme.nurse', { cursor, rooms: [`case:${OTHER}`] });
    await until(() => again.events.length === 2);
    assert.equal(
      [events, again.events].map((heard) => heard.map((e) => e.slice)),
      [
        ['case', 'conversation', 'case'],
        ['case', 'case'],
      ],
    );
    socket.disconnect();
    again.socket.disconnect();
  });

  it('puts a client out of a room when its new token does not allow it any more', async () => {
    const { socket, events } = await world.hearing('acme.nurse', { rooms: ['inbox', `case:${CASE}`] });
    const left = once(socket, 'left');
    socket.emit('token', { token: 'acme.agency.60000.nurse' });
    assert.equal(await left, { room: 'inbox' });
    await world.append(1, { slice: 'conversation' });
    await world.append(1, { caseId: CASE });
    await until(() => events.length === 1);
    assert.is(events[0]?.slice, 'case');
    socket.disconnect();
  });

  it('says signed-out when the token ends, unless a new one came in time', async () => {
    const [ends, renewed] = await Promise.all([world.hearing('acme.nurse.150'), world.hearing('acme.nurse.150')]);
    renewed.socket.emit('token', { token: 'acme.nurse.60000' });
    await Promise.all([once(ends.socket, 'signed-out'), once(ends.socket, 'disconnect')]);
    await sleep(100);
    assert.ok(renewed.socket.connected);
    renewed.socket.emit('token', { token: 'other.nurse.60000' });
    await once(renewed.socket, 'signed-out');
  });
});
