// Deadlines on real engines: the process that keeps them is killed again and again, and the event store with it.
import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { careSlices } from '#domain/care.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import type { Answer } from '#domain/kernel/route.ts';
import { type Started, startEventStore } from '#infra/embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '#infra/embedded/postgres/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makeDueReader } from '#infra/postgres/deadlines.ts';
import { migrate } from '#infra/postgres/migrate.ts';
import { asRole, makePool } from '#infra/postgres/pool.ts';
import { makeReader } from '#infra/postgres/reader.ts';
import { makeViewStore } from '#infra/postgres/view-store.ts';
import { makeSealing, migrateKeys } from '#infra/sealing/sealing.ts';
import { as } from '#infra/testing/given.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { passwords } from '#infra/testing/views-hub.ts';
import { deadlinesView } from '#projections/deadlines/projection.ts';
import { startRunner } from '#projections/kernel/runner.ts';
import { deadlineQueries } from '#read-side/deadlines/routes.ts';
import { makeCursors } from '#read-side/index.ts';
import { runDeadlines } from './deadlines.ts';
import { makeDispatch } from './dispatch.ts';

type Play = { store: string; postgres: string; rootKey: string };
const tenant = 'acme';
const OFFERS = 30;

/** One hub process of the test: it makes the view and keeps the deadlines, as the roles do, until it is killed. */
function open({ store: url, postgres, rootKey }: Play) {
  const store = makeEventStore({ url });
  const keys = makePool({ url: keysUrl(postgres), max: 2 });
  const app = makePool({ url: asRole(postgres, 'hub_app', passwords.app), max: 2 });
  const sealing = makeSealing({ pool: keys, rootKey: Buffer.from(rootKey, 'hex') });
  return { store, keys, app, sealing, dispatch: makeDispatch({ store, ...sealing, slices: careSlices, now: () => new Date() }) };
}
async function play(given: Play): Promise<void> {
  const { store, app, sealing, dispatch } = open(given);
  const viewStore = makeViewStore({ url: asRole(given.postgres, 'hub_projector', passwords.projector), views: [deadlinesView], max: 2 });
  startRunner({ group: 'views', views: [deadlinesView], log: store, store: viewStore, open: sealing.open, now: () => new Date(), size: 5 });
  await runDeadlines({ deadlines: makeDueReader(app), dispatch, now: () => new Date(), everyMs: 50 }, new AbortController().signal);
}

if (process.env['PLAY_DEADLINES']) await play(JSON.parse(process.env['PLAY_DEADLINES']) as Play);
else
  spec('deadlines on real engines', (it, { setup, teardown }) => {
    const folder = temporaryFolder('deadlines');
    const data = join(folder.path, 'events');
    const rootKey = randomBytes(32).toString('hex');
    let [server, postgres]: [Started?, { url: string; stop(): Promise<void> }?] = [];
    let here: ReturnType<typeof open>;

    setup(async () => {
      [server, postgres] = await Promise.all([startEventStore({ data }), startPostgres({ data: join(folder.path, 'pg') })]);
      await migrate({ url: postgres.url, passwords });
      here = open({ store: server.url, postgres: postgres.url, rootKey });
      await migrateKeys(here.keys);
    });
    teardown(async () => {
      await here.store.close();
      await Promise.all([here.keys.end(), here.app.end()]);
      await Promise.all([server?.stop(), postgres?.stop()]);
      folder.remove();
    });

    const start = () => {
      const env = { ...process.env, PLAY_DEADLINES: JSON.stringify({ store: server!.url, postgres: postgres!.url, rootKey } satisfies Play) };
      const child = fork(fileURLToPath(import.meta.url), { env, stdio: 'ignore' });
      return () => new Promise((resolve) => (child.once('exit', resolve), child.kill('SIGKILL')));
    };
    const because = () => ({ id: randomUUID(), actor: as('coordinator'), correlationId: 'c' });
    async function draft(validUntil: string): Promise<StreamId> {
      const stream = { tenant, slice: 'offer', id: randomUUID() };
      const words = { doctor: 'x', facility: 'x', inclusions: 'x', insurance: 'x', cancellation: 'x' };
      const lines = [{ kind: 'procedure', text: 'x', amount: 1 }];
      const offer = { patientId: randomUUID(), currency: 'EUR', lines, terms: words, validUntil };
      assert.not.ok(isRejection(await here.dispatch(stream, { type: 'DraftOffer', data: offer }, because())));
      return stream;
    }
    async function types(stream: StreamId): Promise<string[]> {
      const found: string[] = [];
      for await (const { type } of here.store.read(stream)) found.push(type);
      return found;
    }
    const expiredOf = async (streams: readonly StreamId[]) =>
      (await Promise.all(streams.map(types))).map((all) => all.filter((type) => type === 'OfferExpired').length);

    it('each deadline acts exactly once, however often its keeper and the event store are killed', async () => {
      const due = new Date(Date.now() + 2500).toISOString();
      const streams = await Promise.all(Array.from({ length: OFFERS }, () => draft(due)));
      const decided = await draft(due);
      await here.dispatch(decided, { type: 'WithdrawOffer', data: { version: 1, reason: 'x' } }, because());
      for (let round = 0; round < 3; round += 1) {
        const kill = start();
        await sleep(900 + Math.random() * 400);
        await kill();
      }
      process.kill(server!.pid, 'SIGKILL');
      await server!.exited;
      server = await startEventStore({ data, port: server!.port });
      const [kill, another] = [start(), start()];
      for (const end = Date.now() + 15_000; Date.now() < end && (await expiredOf(streams).catch(() => [0])).includes(0); ) await sleep(100);
      await sleep(500);
      await Promise.all([kill(), another()]);
      assert.equal(
        await expiredOf(streams),
        Array.from({ length: OFFERS }, () => 1),
      );
      assert.equal(await types(decided), ['OfferDrafted', 'OfferWithdrawn']);
    });

    it('what nobody could do in time is shown as stuck, to its own tenant only', async () => {
      const stream = await draft(new Date(Date.now() + 1000).toISOString());
      const viewStore = makeViewStore({ url: asRole(postgres!.url, 'hub_projector', passwords.projector), views: [deadlinesView] });
      const running = { group: 'views', views: [deadlinesView], log: here.store, store: viewStore, open: here.sealing.open, now: () => new Date() };
      const runner = startRunner(running);
      const reader = makeReader({ url: asRole(postgres!.url, 'hub_app', passwords.app) });
      const later = () => new Date(Date.now() + 120_000);
      const [list] = deadlineQueries({ reader, cursors: makeCursors(randomBytes(32)), now: later });
      const ask = async (of: string) => {
        const request = { who: { tenant: of }, query: { limit: 50, stuck: true } };
        const { body } = (await list!.handle(request as never)) as Answer & { body: { items: { id: string; stuck: boolean; open: { name: string }[] }[] } };
        return body.items.map(({ id, stuck, open }) => [id, stuck, open[0]?.name]);
      };
      for (const end = Date.now() + 10_000; Date.now() < end && (await ask(tenant)).length !== 1; ) await sleep(50);
      assert.equal(await ask(tenant), [[stream.id, true, 'offer-expires:1']]);
      assert.equal(await ask('globex'), []);
      await runner.stop();
      await Promise.all([viewStore.close(), reader.close()]);
    });
  });
