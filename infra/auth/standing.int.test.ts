// What ends early: two API processes over one PostgreSQL, with tokens, sockets and attempts as they really are.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import * as assert from 'uvu/assert';
import type { HubError } from '#domain/kernel/errors.ts';
import { startPostgres } from '../embedded/postgres/start.ts';
import { makeLog } from '../log/log.ts';
import { makeFeed } from '../postgres/feed.ts';
import { listen } from '../postgres/listen.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool, type Pool, transaction } from '../postgres/pool.ts';
import { CHANNEL } from '../postgres/view-store.ts';
import { makeLive } from '../sockets/live.ts';
import { spec } from '../testing/spec.ts';
import { makeAttempts } from './attempts.ts';
import { openSigningKeys } from './keys.ts';
import { migrateSessions } from './migrate-sessions.ts';
import { makeSessions } from './sessions.ts';
import { makeStanding, type Standing } from './standing.ts';
import { makeTokens, type Tokens } from './tokens.ts';

const passwords = { app: 'app-password', projector: 'projector-password' };
const account = (tenant: string, memberId: string) => ({ tenant, memberId, password: 'e1' });
const of = { tenant: 'acme', memberId: 'm1' };
const fresh = { emailKey: 'ab12', tenant: 'acme', accounts: [account('acme', 'm1'), account('beta', 'm2')] };

spec('what ended', (it, { setup, teardown }) => {
  const closers: (() => Promise<unknown>)[] = [];
  let position = 10;
  let clock = 0;
  let tokens: Tokens;
  let projector: Pool;
  let here: { pool: Pool; standing: Standing };
  let there: { pool: Pool; standing: Standing };
  let appUrl: string;

  async function apiProcess() {
    const pool = makePool({ url: appUrl, max: 3 });
    const standing = makeStanding({ pool, viewsChannel: CHANNEL, listen: (channel, on) => listen(appUrl, channel, on), now: () => Date.now() + clock });
    closers.push(
      () => pool.end(),
      () => standing.close(),
    );
    await standing.ready;
    return { pool, standing };
  }
  /** A row of the live feed, written and announced as the projection worker does. */
  async function happened(type: string, slice: string, id: string, tenant = 'acme'): Promise<bigint> {
    position += 1;
    await transaction(projector, async (client) => {
      await client.query(
        `insert into live_feed (tenant, id, type, slice, stream_id, recorded_at, actor_kind, actor_role, position)
         values ($1, gen_random_uuid(), $2, $3, $4, now(), 'staff', 'admin', $5)`,
        [tenant, type, slice, id, position],
      );
      await client.query('select pg_notify($1, $2)', [CHANNEL, '{}']);
    });
    return BigInt(position);
  }
  async function tokenOf(session: string, asOf: bigint, tenant = 'acme', memberId = 'm1') {
    return tokens.verify((await tokens.issue({ tenant, memberId, roles: ['nurse'], session, asOf })).accessToken);
  }
  const verdict = ({ standing }: { standing: Standing }, who: Awaited<ReturnType<typeof tokenOf>>): string => {
    try {
      standing.check(who);
      return 'holds';
    } catch (error) {
      return (error as HubError).code;
    }
  };
  async function until(claim: () => boolean): Promise<void> {
    for (const end = Date.now() + 20_000; !claim() && Date.now() < end; ) await sleep(10);
    assert.ok(claim(), 'in time');
  }

  setup(async () => {
    const data = await mkdtemp(join(tmpdir(), 'hub-standing-'));
    const postgres = await startPostgres({ data: join(data, 'pg') });
    closers.push(() => rm(data, { recursive: true, force: true }), postgres.stop);
    await migrate({ url: postgres.url, passwords });
    const owner = makePool({ url: postgres.url, max: 1 });
    await migrateSessions(owner);
    await owner.end();
    appUrl = asRole(postgres.url, 'hub_app', passwords.app);
    projector = makePool({ url: asRole(postgres.url, 'hub_projector', passwords.projector), max: 1 });
    closers.push(() => projector.end());
    tokens = makeTokens(await openSigningKeys(join(data, 'signing.json')));
    here = await apiProcess();
    there = await apiProcess();
  });
  teardown(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it('a session is listed by each membership it holds and by nothing else, and ends for all of them', async () => {
    const sessions = makeSessions(here.pool);
    const { session, refreshToken } = await sessions.start(fresh, 'Firefox · Linux');
    for (const key of [of, { tenant: 'beta', memberId: 'm2' }])
      assert.equal(
        (await sessions.list(key)).map(({ id, device }) => [id, device]),
        [[session.id, 'Firefox · Linux']],
      );
    for (const key of [
      { tenant: 'acme', memberId: 'm2' },
      { tenant: 'beta', memberId: 'm1' },
      { tenant: 'gamma', memberId: 'm1' },
    ]) {
      assert.equal(await sessions.list(key), []);
      assert.is(await sessions.end(key, { id: session.id }), 0);
    }
    assert.is(await sessions.end({ tenant: 'beta', memberId: 'm2' }, { id: session.id }), 1);
    assert.is(await sessions.rotate(refreshToken), 'unknown');
    assert.equal(await sessions.list(of), []);
  });

  it('all sessions but one end together', async () => {
    const sessions = makeSessions(here.pool);
    const [kept] = await Promise.all([sessions.start(fresh), sessions.start(fresh), sessions.start(fresh)]);
    assert.is(await sessions.end(of, { except: kept!.session.id }), 2);
    assert.equal(
      (await sessions.list(of)).map(({ id }) => id),
      [kept!.session.id],
    );
    assert.is(await sessions.end(of, {}), 1);
  });

  it('a session that was ended in one process is refused in every process, and its sockets are signed out', async () => {
    const { session } = await makeSessions(here.pool).start(fresh);
    const server = createServer();
    const live = await makeLive({
      server,
      verify: tokens.verify,
      standing: there.standing,
      feed: makeFeed(there.pool),
      listen: (poke) => listen(appUrl, CHANNEL, { onNotice: poke, onListening: poke }),
      maySeeCase: async () => false,
      log: makeLog({ level: 'silent' }),
      metrics: { connections: () => {}, pushed: () => {}, dropped: () => {} },
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { accessToken } = await tokens.issue({ tenant: 'acme', memberId: 'm1', roles: ['nurse'], session: session.id, asOf: 0n });
    const socket = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}/live`, {
      transports: ['websocket'],
      reconnection: false,
      auth: { token: accessToken },
    });
    await new Promise((done) => socket.once('hello', done));
    const signedOut = new Promise((done) => socket.once('signed-out', done));
    const token = await tokenOf(session.id, 0n);
    assert.is(verdict(there, token), 'holds');
    await makeSessions(here.pool).end(of, { id: session.id });
    await signedOut;
    await until(() => verdict(here, token) === 'auth.session-ended' && verdict(there, token) === 'auth.session-ended');
    socket.disconnect();
    await live.close();
    await new Promise((done) => server.close(done));
  });

  it('a token that does not know of its member’s last change is refused, a newer one and a colleague’s are not', async () => {
    const changed = await happened('RoleRevoked', 'member', 'm1');
    const [old, next] = [await tokenOf('s', changed - 1n), await tokenOf('s', changed)];
    await until(() => verdict(here, old) === 'auth.token-outdated' && verdict(there, old) === 'auth.token-outdated');
    assert.is(verdict(here, next), 'holds');
    assert.is(verdict(here, await tokenOf('s', changed - 1n, 'acme', 'm3')), 'holds');
    assert.is(verdict(here, await tokenOf('s', changed - 1n, 'beta', 'm1')), 'holds');
  });

  it('a suspended tenant is refused to all its members at once, and to nobody else', async () => {
    const suspended = await happened('TenantSuspended', 'tenant', 'beta', 'beta');
    const old = await tokenOf('s', suspended - 1n, 'beta', 'm2');
    await until(() => verdict(here, old) === 'auth.token-outdated' && verdict(there, old) === 'auth.token-outdated');
    assert.is(verdict(there, await tokenOf('s', suspended, 'acme', 'm9')), 'holds');
  });

  it('a process that starts later knows what ended before it', async () => {
    const { session } = await makeSessions(here.pool).start(fresh);
    await makeSessions(here.pool).end(of, { id: session.id });
    const later = await apiProcess();
    assert.is(verdict(later, await tokenOf(session.id, 1_000n)), 'auth.session-ended');
    assert.is(verdict(later, await tokenOf('s', 0n)), 'auth.token-outdated');
  });

  it('a process that could not look for a minute believes no token', async () => {
    const token = await tokenOf('s', 1_000n);
    clock = 61_000;
    assert.is(verdict(here, token), 'auth.unsure');
    clock = 0;
    assert.is(verdict(here, token), 'holds');
  });

  it('wrong passwords wait after the fifth, counted over all processes, also when they come at once; a right one forgives', async () => {
    let at = new Date();
    const [a, b] = [makeAttempts(here.pool, () => at), makeAttempts(there.pool, () => at)];
    const tries = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => (i % 2 ? a : b).begin('k')));
    assert.is(tries.filter(({ status }) => status === 'fulfilled').length, 5);
    const refused = tries.find((t) => t.status === 'rejected') as PromiseRejectedResult;
    assert.equal([(refused.reason as HubError).code, (refused.reason as HubError).detail], ['auth.slow-down', { retryAfter: 1 }]);
    at = new Date(at.getTime() + 1_001);
    await b.begin('k');
    const waits = await a.begin('k').catch((error: HubError) => error.detail);
    assert.equal(waits, { retryAfter: 2 });
    await a.begin('another');
    await b.passed('k');
    await a.begin('k');
    at = new Date(at.getTime() + 7_200_000);
    await a.purge();
    assert.is((await here.pool.query('select * from sign_in_attempts')).rowCount, 0);
  });
});
