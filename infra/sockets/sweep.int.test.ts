import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { startPostgres } from '../embedded/postgres/start.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool, type Pool } from '../postgres/pool.ts';
import { spec } from '../testing/spec.ts';
import { makeConnectionBook, migrateConnections } from './connection-book.ts';
import { startSweep } from './sweep.ts';

const PASSWORDS = { app: 'app-password', projector: 'projector-password' };
const [FIRST, SECOND] = [
  { tenant: 'acme', id: '0190a000-0000-7000-8000-000000000001' },
  { tenant: 'other', id: '0190a000-0000-7000-8000-000000000002' },
];

spec('devices of processes that died', (it, { setup, teardown }) => {
  const closers: (() => Promise<unknown>)[] = [];
  let app: Pool;

  setup(async () => {
    const data = await mkdtemp(join(tmpdir(), 'hub-sweep-'));
    const postgres = await startPostgres({ data });
    closers.push(() => rm(data, { recursive: true, force: true }), postgres.stop);
    await migrate({ url: postgres.url, passwords: PASSWORDS });
    const owner = makePool({ url: postgres.url });
    app = makePool({ url: asRole(postgres.url, 'hub_app', PASSWORDS.app) });
    closers.push(
      () => owner.end(),
      () => app.end(),
    );
    await Promise.all([migrateConnections(owner), migrateConnections(owner)]);
  });
  teardown(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it('are taken back once by those that live, and those of a living process are not', async () => {
    const dead = makeConnectionBook(app, randomUUID());
    const alive = makeConnectionBook(app, randomUUID());
    await alive.beat();
    await alive.note(FIRST, 'alive-1');
    await dead.note(FIRST, 'dead-1');
    await dead.note(SECOND, 'dead-2');
    await dead.note(SECOND, 'dead-3'); // it had another connection before
    await dead.note({ ...FIRST, id: SECOND.id }, 'dead-4');
    await dead.forget({ ...FIRST, id: SECOND.id });

    const lost: unknown[] = [];
    let fails = 1;
    const dispatch: Dispatch = async ({ tenant, id }, { data }) => {
      if (fails-- > 0) throw new Error('the log is away');
      lost.push([tenant, id, (data as { connectionId: string }).connectionId]);
      return { revision: 1, events: [], repeated: false };
    };
    const sweep = startSweep({ book: makeConnectionBook(app, randomUUID()), dispatch, onTrouble: () => undefined, everyMs: 20 });
    for (const end = Date.now() + 20_000; lost.length < 2 && Date.now() < end; ) await sleep(10);
    await sleep(100);
    await sweep.close();
    assert.equal(
      new Set(lost.map((one) => JSON.stringify(one))),
      new Set(
        [
          ['acme', FIRST.id, 'dead-1'],
          ['other', SECOND.id, 'dead-3'],
        ].map((one) => JSON.stringify(one)),
      ),
    );
    assert.is(lost.length, 2);
    assert.equal(await alive.left(10), []);
  });

  it('show nothing of themselves to a query that does not say what it is for', async () => {
    for (const table of ['device_connections', 'live_processes']) assert.is((await app.query(`select * from ${table}`)).rowCount, 0);
  });
});
