import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { rightsOf, type Role } from '#domain/kernel/roles.ts';
import type { LiveEvent } from '#read-side/live/feed.ts';
import type { Verified } from '../auth/tokens.ts';
import { startPostgres } from '../embedded/postgres/start.ts';
import { makeLog } from '../log/log.ts';
import { partitionOf } from '#projections/kernel/partition.ts';
import { makeFeed } from '../postgres/feed.ts';
import { listen } from '../postgres/listen.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool, type Pool, transaction } from '../postgres/pool.ts';
import { spec } from '../testing/spec.ts';
import { type Live, type LiveDeps, makeLive } from './live.ts';

const CASE = '0190a000-0000-7000-8000-000000000001';
const OTHER = '0190a000-0000-7000-8000-000000000002';
const PASSWORDS = { app: 'app-password', projector: 'projector-password' };

const verify = async (token: string): Promise<Verified> => {
  const [tenant, role, life, member] = token.split('.') as [string, Role, string?, string?];
  if (!tenant || !role) throw new HubError('unauthenticated', 'auth.token-invalid', 'no');
  return {
    tenant,
    memberId: `${tenant}-${member ?? role}`,
    roles: [role],
    rights: rightsOf([role]),
    session: 's',
    asOf: 0n,
    expiresAt: Date.now() + Number(life ?? 60_000),
  };
};

spec('live sockets', (it, { setup, teardown }) => {
  const closers: (() => Promise<unknown>)[] = [];
  const dropped: string[] = [];
  let projector: Pool;
  let feed: LiveDeps['feed'];
  let appUrl: string;
  let position = 0;

  /** Writes feed rows as the projection worker does: rows and notice in one transaction. */
  async function append(n: number, { tenant = 'acme', caseId = CASE, slice = 'case', weight = 0, notify = true } = {}): Promise<number> {
    const first = position + 1;
    position += n;
    await transaction(projector, async (client) => {
      await client.query(
        `insert into live_feed (tenant, id, type, slice, stream_id, case_id, recorded_at, actor_kind, actor_role, position, partition)
         select $1, gen_random_uuid(), 'CaseHeld', $6, $2::text || repeat('x', $7), case when $6 = 'case' then $2::text::uuid end, now(), 'staff', 'nurse', p, $5 from generate_series($3::bigint, $4::bigint) as p`,
        [tenant, caseId, first, position, partitionOf(tenant), slice, weight],
      );
      if (notify) await client.query(`select pg_notify('hub_live', $1)`, [JSON.stringify({ group: 'views', position: String(position) })]);
    });
    return position;
  }
  async function serve(limits: LiveDeps['limits'] = {}) {
    const server = createServer();
    const metrics = { connections: () => {}, pushed: () => {}, dropped: (reason: string) => void dropped.push(reason) };
    const maySeeCase: LiveDeps['maySeeCase'] = async ({ rights }, caseId) => rights.cases === 'all' || caseId === CASE;
    const hears = (poke: () => void) => listen(appUrl, 'hub_live', { onNotice: poke, onListening: poke });
    const live = await makeLive({
      server,
      verify,
      feed,
      listen: hears,
      maySeeCase,
      log: makeLog({ level: 'silent' }),
      metrics,
      limits: { pollMs: 60_000, ...limits },
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const close = async () => {
      await live.close();
      await new Promise((done) => server.close(done));
    };
    closers.push(close);
    return { live, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live` };
  }
  let hub: { live: Live; url: string; close: () => Promise<void> };

  const dial = (url: string, token: string, more: object = {}): Socket =>
    io(url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token, ...more } });
  const once = <T>(socket: Socket, event: string): Promise<T> => new Promise((done) => socket.once(event, done));
  async function hearing(token: string, more: object = {}, url = hub.url) {
    const socket = dial(url, token, more);
    const events: LiveEvent[] = [];
    socket.on('event', (event: LiveEvent) => void events.push(event));
    const { cursor } = await once<{ cursor: string }>(socket, 'hello');
    return { socket, events, cursor };
  }
  async function until(claim: () => boolean, ms = 20_000): Promise<void> {
    for (const end = Date.now() + ms; !claim() && Date.now() < end; ) await sleep(5);
    assert.ok(claim(), 'in time');
  }

  setup(async () => {
    const data = await mkdtemp(join(tmpdir(), 'hub-live-'));
    const postgres = await startPostgres({ data });
    closers.push(() => rm(data, { recursive: true, force: true }), postgres.stop);
    await migrate({ url: postgres.url, passwords: PASSWORDS });
    appUrl = asRole(postgres.url, 'hub_app', PASSWORDS.app);
    const app = makePool({ url: appUrl });
    projector = makePool({ url: asRole(postgres.url, 'hub_projector', PASSWORDS.projector) });
    closers.push(
      () => app.end(),
      () => projector.end(),
    );
    feed = makeFeed(app);
    await append(1);
    hub = await serve();
  });
  teardown(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it('refuses a connection without a valid token, and any other namespace', async () => {
    const refused = (socket: Socket) => once<Error & { data?: { code: string } }>(socket, 'connect_error');
    assert.is((await refused(dial(hub.url, 'forged'))).data?.code, 'auth.token-invalid');
    assert.is((await refused(dial(hub.url, undefined as unknown as string))).data?.code, 'auth.token-missing');
    assert.is((await refused(dial(hub.url.replace('/live', '/'), 'acme.nurse'))).message, 'live.namespace');
  });

  it('starts a client without a cursor at the present and brings it what comes', async () => {
    const { socket, events, cursor } = await hearing('acme.nurse');
    assert.is(cursor, String(position));
    await append(3);
    await until(() => events.length === 3);
    assert.equal(
      events.map((e) => e.position),
      [position - 2, position - 1, position].map(String),
    );
    assert.equal([events[0]?.caseId, events[0]?.actor], [CASE, { kind: 'staff', role: 'nurse' }]);
    socket.disconnect();
  });

  it('keeps tenants apart', async () => {
    const [acme, other] = await Promise.all([hearing('acme.nurse'), hearing('other.nurse')]);
    await append(2, { tenant: 'other' });
    await append(1);
    await until(() => acme.events.length === 1 && other.events.length === 2);
    await sleep(50);
    assert.equal([acme.events.length, other.events.length], [1, 2]);
    acme.socket.disconnect();
    other.socket.disconnect();
  });

  it('loses and repeats nothing over 20 disconnections while events keep coming', async () => {
    const from = position;
    let cursor = String(from);
    const heard: number[] = [];
    let writing = true;
    const writer = (async () => {
      for (let i = 0; i < 120; i += 1) {
        await append(1 + (i % 40), { notify: i % 3 !== 0 });
        await append(1, { tenant: 'other' });
        await sleep(3);
      }
      await append(1);
      writing = false;
    })();
    for (let i = 0; i < 20; i += 1) {
      const socket = dial(hub.url, 'acme.nurse', { cursor });
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
    const last = await hearing('acme.nurse', { cursor });
    await until(() => !writing && last.events.at(-1)?.position === String(position));
    heard.push(...last.events.map((e) => Number(e.position)));
    const rows = await feed.of('acme', BigInt(from), 100_000);
    assert.equal(
      heard,
      rows.map((r) => Number(r.position)),
    );
    last.socket.disconnect();
  });

  it('brings events within the poll when a notice was lost', async () => {
    const { url, close } = await serve({ pollMs: 50 });
    const { socket, events } = await hearing('acme.nurse', {}, url);
    await append(1, { notify: false });
    await until(() => events.length === 1);
    socket.disconnect();
    await close();
  });

  it('tells a client to fetch everything anew when its cursor is too old or from another log', async () => {
    const { url, close } = await serve({ missed: 10 });
    for (const cursor of ['1', '0', '999999999']) {
      const socket = dial(url, 'acme.nurse', { cursor });
      assert.equal(await once(socket, 'resync'), { cursor: String(position) });
      socket.disconnect();
    }
    await close();
  });

  it('lets an agency hear its own cases only, and an operator nothing', async () => {
    const [agency, operator] = await Promise.all([hearing('acme.agency'), hearing('acme.operator')]);
    await append(2, { caseId: OTHER });
    await append(1, { caseId: CASE });
    await until(() => agency.events.at(-1)?.position === String(position));
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
    const { socket, events, cursor } = await hearing('acme.nurse', { rooms: ['inbox'] });
    const joined = await socket.emitWithAck('join', { room: `case:${OTHER}` });
    assert.equal(joined, { ok: true, cursor });
    await append(1, { caseId: CASE });
    await append(1, { caseId: OTHER });
    await append(1, { caseId: CASE, slice: 'conversation' });
    await until(() => events.length === 2);
    socket.emit('leave', { room: 'inbox' });
    await socket.emitWithAck('join', { room: `case:${OTHER}` }); // heard after the leave
    await append(1, { slice: 'conversation' });
    await append(1, { caseId: OTHER });
    await until(() => events.length === 3);
    const again = await hearing('acme.nurse', { cursor, rooms: [`case:${OTHER}`] });
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
    const { socket, events } = await hearing('acme.nurse', { rooms: ['inbox', `case:${CASE}`] });
    const left = once(socket, 'left');
    socket.emit('token', { token: 'acme.agency.60000.nurse' });
    assert.equal(await left, { room: 'inbox' });
    await append(1, { slice: 'conversation' });
    await append(1, { caseId: CASE });
    await until(() => events.length === 1);
    assert.is(events[0]?.slice, 'case');
    socket.disconnect();
  });

  it('says signed-out when the token ends, unless a new one came in time', async () => {
    const [ends, renewed] = await Promise.all([hearing('acme.nurse.150'), hearing('acme.nurse.150')]);
    renewed.socket.emit('token', { token: 'acme.nurse.60000' });
    await Promise.all([once(ends.socket, 'signed-out'), once(ends.socket, 'disconnect')]);
    await sleep(100);
    assert.ok(renewed.socket.connected);
    renewed.socket.emit('token', { token: 'other.nurse.60000' });
    await once(renewed.socket, 'signed-out');
  });

  it('keeps a bounded number of bytes for a client that does not take its events, cuts it in the end, and it resumes from its cursor', async () => {
    const { live, url, close } = await serve({ buffered: 64 * 1024, patienceMs: 300 });
    const { socket, events, cursor } = await hearing('acme.nurse', {}, url);
    const stream = (socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } }).ws._socket;
    stream.pause();
    dropped.length = 0;
    let most = 0;
    const looking = setInterval(() => {
      most = Math.max(most, live.waiting());
    }, 1);
    for (const end = Date.now() + 30_000; dropped.length === 0 && Date.now() < end; ) await append(2_000, { weight: 1_000 });
    clearInterval(looking);
    assert.equal([dropped[0], live.waiting()], ['slow', 0]);
    assert.ok(most > 0 && most < 64 * 1024 + 500 * 1_400, `${most} bytes waited`); // what may wait, and one page of the feed
    socket.disconnect();
    const again = await hearing('acme.nurse', { cursor: events.at(-1)?.position ?? cursor });
    assert.ok(again.socket.connected);
    again.socket.disconnect();
    await close();
  });

  it('tells a client that was slow for too long to fetch everything anew, and goes on from there', async () => {
    const { live, url, close } = await serve({ buffered: 16 * 1024, missed: 5_000 });
    const { socket, events } = await hearing('acme.nurse', {}, url);
    const stream = (socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void; resume(): void } } }).ws._socket;
    stream.pause();
    for (const end = Date.now() + 30_000; live.waiting() < 16 * 1024 && Date.now() < end; ) await append(2_000, { weight: 1_000 });
    await append(10_000);
    const resyncs: number[] = [];
    socket.on('resync', ({ cursor }: { cursor: string }) => void resyncs.push(Number(cursor)));
    stream.resume();
    await until(() => resyncs.length > 0);
    for (const end = Date.now() + 20_000; events.at(-1)?.position !== String(position) && Date.now() < end; await sleep(100)) await append(1);
    const after = events.map((e) => Number(e.position)).filter((at) => at > resyncs.at(-1)!);
    assert.ok(after.length > 0);
    assert.equal(
      after,
      after.map((_, i) => resyncs.at(-1)! + 1 + i),
    );
    socket.disconnect();
    await close();
  });

  it('bounds connections, in all and for one tenant', async () => {
    const { url, close } = await serve({ connectionsPerTenant: 1, connections: 3 });
    const first = await hearing('acme.nurse', {}, url);
    const second = dial(url, 'acme.nurse');
    assert.is((await once<Error & { data?: { code: string } }>(second, 'connect_error')).data?.code, 'live.full');
    const others = await Promise.all([hearing('other.nurse', {}, url)]);
    const more = Array.from({ length: 3 }, () => dial(url, 'third.nurse'));
    await Promise.race(more.map((socket) => once(socket, 'connect_error')));
    for (const socket of [first.socket, second, ...others.map((o) => o.socket), ...more]) socket.disconnect();
    await close();
  });

  it('ends a flood', async () => {
    const { socket } = await hearing('acme.nurse');
    for (let i = 0; i < 200; i += 1) socket.emit('join', { room: 'x' });
    await once(socket, 'disconnect');
  });
});
