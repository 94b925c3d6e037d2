// Clients while everything under them breaks: their connections are cut, the processes they are at are killed, and events keep coming.
import { type ChildProcess, fork } from 'node:child_process';
import { once as happened } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import * as assert from 'uvu/assert';
import { partitionOf } from '#projections/kernel/partition.ts';
import type { FeedRow, LiveEvent } from '#read-side/live/feed.ts';
import { startPostgres } from '../embedded/postgres/start.ts';
import { makeFeed } from '../postgres/feed.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool, type Pool, transaction } from '../postgres/pool.ts';
import { freePort } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';

const PASSWORDS = { app: 'app-password', projector: 'projector-password' };
const PROCESS = fileURLToPath(new URL('../testing/live-process.ts', import.meta.url));
const CASES = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'];
const KILLS = process.env.HUB_FAULTS === 'long' ? 100 : 4;
const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!;

/** A process on a port of its own, killed without warning and started again. */
function makeApi(appUrl: string, port: number) {
  let child: ChildProcess | undefined;
  return {
    url: `http://127.0.0.1:${port}/live`,
    start: async () => {
      child = fork(PROCESS, [appUrl, String(port)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
      await happened(child.stdout!, 'data');
    },
    kill: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = happened(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A client as a page is one: it keeps what it heard and its cursor, and always comes back, to any of the addresses. */
function makeClient(urls: readonly string[], token: string, rooms: readonly string[], from: string) {
  const heard: bigint[] = [];
  const resyncs: string[] = [];
  const stopping = new AbortController();
  let cursor = from;
  let connected = 0;
  let calm = false;

  async function connection(): Promise<void> {
    const socket = io(pick(urls), { transports: ['websocket'], forceNew: true, reconnection: false, timeout: 10_000, auth: { token, cursor, rooms } });
    socket.on('event', ({ position }: LiveEvent) => {
      heard.push(BigInt(position));
      cursor = position;
    });
    socket.on('resync', (to: { cursor: string }) => void resyncs.push(to.cursor));
    const over = new Promise<void>((done) => {
      socket.on('disconnect', () => done());
      socket.on('connect_error', () => done());
      stopping.signal.addEventListener('abort', () => done(), { once: true });
    });
    let cut: NodeJS.Timeout | undefined;
    socket.on('connect', () => {
      connected += 1;
      cut = setTimeout(() => calm || (Math.random() < 0.5 ? socket.disconnect() : socket.io.engine.close()), Math.random() * 500);
    });
    await over;
    clearTimeout(cut);
    socket.removeAllListeners();
    socket.disconnect();
  }
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await connection();
      await sleep(Math.random() * 50);
    }
  })();
  return {
    token,
    rooms,
    heard,
    resyncs,
    connected: () => connected,
    /** Its connections are not cut any more. */
    calm: () => {
      calm = true;
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
type Client = ReturnType<typeof makeClient>;

spec('live clients under faults', (it, { setup, teardown }) => {
  const closers: (() => Promise<unknown>)[] = [];
  let [appUrl, position] = ['', 0];
  let projector: Pool;
  let app: Pool;

  async function append(tenant: string, n: number): Promise<void> {
    const first = position + 1;
    position += n;
    await transaction(projector, async (client) => {
      await client.query(
        `insert into live_feed (tenant, id, type, slice, stream_id, case_id, recorded_at, actor_kind, actor_role, position, partition)
         select $1, gen_random_uuid(), 'CaseHeld', case when p % 3 = 0 then 'conversation' else 'case' end, p::text,
           case when p % 3 > 0 then ($5::uuid[])[1 + p % 2] end, now(), 'staff', 'nurse', p, $4 from generate_series($2::bigint, $3::bigint) as p`,
        [tenant, first, position, partitionOf(tenant), CASES],
      );
      if (Math.random() < 0.8) await client.query(`select pg_notify('hub_live', '')`); // a lost notice costs time only
    });
  }
  const belongs = ({ rooms }: Client, { slice, caseId }: FeedRow) =>
    rooms.includes('tenant') || (slice === 'conversation' && rooms.includes('inbox')) || rooms.includes(`case:${caseId}`);
  async function expected(client: Client): Promise<bigint[]> {
    const rows = await makeFeed(app).of(client.token.split('.')[0]!, 1n, 1_000_000);
    return rows.filter((row) => belongs(client, row)).map((row) => row.position);
  }

  setup(async () => {
    const data = await mkdtemp(join(tmpdir(), 'hub-resume-'));
    const postgres = await startPostgres({ data });
    closers.push(() => rm(data, { recursive: true, force: true }), postgres.stop);
    await migrate({ url: postgres.url, passwords: PASSWORDS });
    appUrl = asRole(postgres.url, 'hub_app', PASSWORDS.app);
    app = makePool({ url: appUrl });
    projector = makePool({ url: asRole(postgres.url, 'hub_projector', PASSWORDS.projector) });
    closers.push(
      () => app.end(),
      () => projector.end(),
    );
    await append('acme', 1);
  });
  teardown(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it('a client hears every event of its rooms once and in order, whatever connections are cut and whichever processes are killed', async () => {
    const apis = await Promise.all(['a', 'b'].map(async () => makeApi(appUrl, await freePort())));
    for (const api of apis) closers.push(api.kill);
    await Promise.all(apis.map((api) => api.start()));
    const urls = apis.map(({ url }) => url);
    const rooms = [['tenant'], ['inbox'], [`case:${CASES[0]}`, 'inbox'], [`case:${CASES[1]}`]];
    const clients = ['acme.nurse', 'other.doctor'].flatMap((token) => rooms.map((some) => makeClient(urls, token, some, '1')));
    closers.push(() => Promise.all(clients.map((client) => client.stop())));

    let writing = true;
    const writer = (async () => {
      while (writing) {
        await append(pick(['acme', 'other']), 1 + Math.floor(Math.random() * 20));
        await sleep(15);
      }
    })();
    for (let kills = 0; kills < KILLS; kills += 1) {
      await sleep(Math.random() * 800);
      const api = pick(apis);
      await api.kill();
      if (Math.random() < 0.5) await sleep(Math.random() * 300); // now and then the other is alone for a while
      await api.start();
    }
    writing = false;
    await writer;
    for (const client of clients) client.calm();

    const missing = async () => {
      const counts = await Promise.all(clients.map(async (client) => (await expected(client)).length - client.heard.length));
      return counts.reduce((sum, n) => sum + Math.max(0, n), 0);
    };
    for (const end = Date.now() + 60_000; (await missing()) > 0 && Date.now() < end; ) await sleep(100);
    await Promise.all(clients.map((client) => client.stop()));
    for (const client of clients) {
      assert.equal([client.heard, client.resyncs], [await expected(client), []], `${client.token} ${client.rooms.join()}`);
      assert.ok(client.connected() > 1);
    }
  });
});
