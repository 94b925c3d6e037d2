// A socket server over a real feed in PostgreSQL, and clients that hear it: what the tests of live sockets share.
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
import type { Verified } from '#infra/auth/tokens.ts';
import { startPostgres } from '#infra/embedded/postgres/start.ts';
import { makeLog } from '#infra/log/log.ts';
import { makeFeed } from '#infra/postgres/feed.ts';
import { listen } from '#infra/postgres/listen.ts';
import { migrate } from '#infra/postgres/migrate.ts';
import { asRole, makePool, transaction } from '#infra/postgres/pool.ts';
import { type Live, type LiveDeps, makeLive } from '#infra/sockets/live.ts';
import { partitionOf } from '#projections/kernel/partition.ts';

export const CASE = '0190a000-0000-7000-8000-000000000001';
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

export const once = <T>(socket: Socket, event: string): Promise<T> => new Promise((done) => socket.once(event, done));
export const dial = (url: string, token: string, more: object = {}): Socket =>
  io(url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token, ...more } });
export async function until(claim: () => boolean, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; !claim() && Date.now() < end; ) await sleep(5);
  assert.ok(claim(), 'in time');
}

export type LiveWorld = Awaited<ReturnType<typeof startLiveWorld>>;
/** A token is `tenant.role[.milliseconds it lasts[.member]]`; an agency may see the case CASE only. */
export async function startLiveWorld() {
  const data = await mkdtemp(join(tmpdir(), 'hub-live-'));
  const postgres = await startPostgres({ data });
  await migrate({ url: postgres.url, passwords: PASSWORDS });
  const appUrl = asRole(postgres.url, 'hub_app', PASSWORDS.app);
  const app = makePool({ url: appUrl });
  const projector = makePool({ url: asRole(postgres.url, 'hub_projector', PASSWORDS.projector) });
  const feed = makeFeed(app);
  const dropped: string[] = [];
  const servers = new Set<() => Promise<void>>();
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
    const live: Live = await makeLive({
      ...{ server, verify, feed, log: makeLog({ level: 'silent' }) },
      listen: (poke) => listen(appUrl, 'hub_live', { onNotice: poke, onListening: poke }),
      maySeeCase: async ({ rights }, caseId) => rights.cases === 'all' || caseId === CASE,
      metrics: { connections: () => {}, pushed: () => {}, dropped: (reason) => void dropped.push(reason) },
      limits: { pollMs: 60_000, ...limits },
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const close = async () => {
      servers.delete(close);
      await live.close();
      await new Promise((done) => server.close(done));
    };
    servers.add(close);
    return { live, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live` };
  }
  await append(1);
  const { url } = await serve();

  async function hearing(token: string, more: object = {}, at = url) {
    const socket = dial(at, token, more);
    const events: LiveEvent[] = [];
    socket.on('event', (event: LiveEvent) => void events.push(event));
    const { cursor } = await once<{ cursor: string }>(socket, 'hello');
    return { socket, events, cursor };
  }
  return {
    ...{ url, feed, dropped, append, serve, hearing },
    /** Of the last row that was written. */
    position: () => position,
    stop: async () => {
      for (const close of servers) await close();
      await Promise.all([app.end(), projector.end()]);
      await postgres.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
