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
  const [tenant, role, life] = token.split('.') as [string, Role, string?];
  if (!tenant || !role) throw new HubError('unauthenticated', 'auth.token-invalid', 'no');
  return {
    tenant,
    memberId: `${tenant}-${role}`,
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
  const asked: string[] = [];
  let projector: Pool;
  let feed: LiveDeps['feed'];
  let appUrl: string;
  let position = 0;

  /** Writes feed rows as the projection worker does: rows and notice in one transaction. */
  async function append(n: number, { tenant = 'acme', caseId = CASE, notify = true } = {}): Promise<number> {
    const first = position + 1;
    position += n;
    await transaction(projector, async (client) => {
      await client.query(
        `insert into live_feed (tenant, id, type, slice, stream_id, case_id, recorded_at, actor_kind, actor_role, position, partition)
         select $1, gen_random_uuid(), 'CaseHeld', 'case', $2::text, $2::text::uuid, now(), 'staff', 'nurse', p, $5 from generate_series($3::bigint, $4::bigint) as p`,
        [tenant, caseId, first, position, partitionOf(tenant)],
      );
      if (notify) await client.query(`select pg_notify('hub_live', $1)`, [JSON.stringify({ group: 'views', position: String(position) })]);
    });
    return position;
  }
  async function serve(limits: LiveDeps['limits'] = {}) {
    const server = createServer();
    const metrics = { connections: () => {}, pushed: () => {}, dropped: (reason: string) => void dropped.push(reason) };
    const maySeeCase = async (_who: unknown, caseId: string) => {
      asked.push(caseId);
      return caseId === CASE;
    };
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
  async function until(claim: () => boolean, ms = 5_000): Promise<void> {
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
    const watch = (client: typeof agency, caseId: string) => client.socket.emitWithAck('watch', { caseId });
    assert.equal(await watch(agency, CASE), { ok: true });
    assert.equal(await watch(agency, OTHER), { code: 'case.not-found' });
    assert.equal(await watch(operator, CASE), { code: 'case.not-found' });
    agency.socket.disconnect();
    operator.socket.disconnect();
  });

  it('brings a client that asked for it only the cases it watches', async () => {
    const { socket, events } = await hearing('acme.nurse', { scope: 'watched' });
    await socket.emitWithAck('watch', { caseId: OTHER });
    await append(1, { caseId: CASE });
    await append(1, { caseId: OTHER });
    await until(() => events.length === 1);
    assert.is(events[0]?.caseId, OTHER);
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

  it('drops a client that does not take its events; it resumes from its cursor', async () => {
    const { url, close } = await serve({ buffered: 100 });
    const { socket, events, cursor } = await hearing('acme.nurse', {}, url);
    const raw = (socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } }).ws._socket;
    raw.pause();
    dropped.length = 0;
    while (dropped.length === 0) await append(2_000);
    assert.is(dropped[0], 'slow');
    socket.disconnect();
    const again = await hearing('acme.nurse', { cursor: events.at(-1)?.position ?? cursor });
    assert.ok(again.socket.connected);
    again.socket.disconnect();
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
    for (let i = 0; i < 200; i += 1) socket.emit('watch', { caseId: 'x' });
    await once(socket, 'disconnect');
  });
});
