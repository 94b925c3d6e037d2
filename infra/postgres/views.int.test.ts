// The whole way of an event, on real engines: event store, keys, PostgreSQL; with the process of the projections killed again and again.
import { randomBytes, randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { sealedFields } from '#domain/kernel/messages.ts';
import { patientEvents } from '#domain/patient/messages.ts';
import { VIEWS_GROUP, views } from '#projections/index.ts';
import { startRunner } from '#projections/kernel/runner.ts';
import { startEventStore } from '../embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '../embedded/postgres/start.ts';
import { makeEventStore } from '../eventstore/store.ts';
import { makeSealing, migrateKeys } from '../sealing/sealing.ts';
import { spec } from '../testing/spec.ts';
import { passwords } from '../testing/views-hub.ts';
import { migrate } from './migrate.ts';
import { asRole, makePool, type Pool } from './pool.ts';
import { makeProgress, type Progress } from './progress.ts';
import { makeViewStore } from './view-store.ts';

type Play = { store: string; views: string; keys: string; rootKey: string };

/** The role of projections, as the process that is killed. */
async function playProjections({ store, views: url, keys, rootKey }: Play): Promise<void> {
  const sealing = makeSealing({ pool: makePool({ url: keys }), rootKey: Buffer.from(rootKey, 'hex') });
  const [log, viewStore] = [makeEventStore({ url: store }), makeViewStore({ url, views })];
  startRunner({ group: VIEWS_GROUP, views, log, store: viewStore, open: sealing.open, now: () => new Date(), size: 20 });
  await new Promise(() => {});
}

if (process.env['PLAY_PROJECTIONS']) await playProjections(JSON.parse(process.env['PLAY_PROJECTIONS']) as Play);
else
  spec('views on real engines', (it, { setup, teardown }) => {
    const data = mkdtempSync(join(tmpdir(), 'hub-views-'));
    const rootKey = randomBytes(32);
    const stops: (() => Promise<unknown>)[] = [];
    let play: Play;
    let owner: Pool;
    let progress: Progress;
    let store: ReturnType<typeof makeEventStore>;
    let sealing: ReturnType<typeof makeSealing>;

    setup(async () => {
      const [engine, log] = await Promise.all([startPostgres({ data: join(data, 'pg') }), startEventStore({ data: join(data, 'es') })]);
      await migrate({ url: engine.url, passwords });
      const keys = makePool({ url: keysUrl(engine.url) });
      await migrateKeys(keys);
      owner = makePool({ url: engine.url });
      const app = makePool({ url: asRole(engine.url, 'hub_app', passwords.app) });
      progress = makeProgress({ url: asRole(engine.url, 'hub_app', passwords.app), pool: app });
      store = makeEventStore({ url: log.url });
      sealing = makeSealing({ pool: keys, rootKey });
      play = { store: log.url, views: asRole(engine.url, 'hub_projector', passwords.projector), keys: keysUrl(engine.url), rootKey: rootKey.toString('hex') };
      stops.push(
        () => progress.close(),
        () => store.close(),
        () => Promise.all([owner.end(), app.end(), keys.end()]),
        () => log.stop(),
        () => engine.stop(),
      );
    });
    teardown(async () => {
      for (const stop of stops) await stop();
      rmSync(data, { recursive: true, force: true });
    });

    const start = () => {
      const child = fork(fileURLToPath(import.meta.url), { env: { ...process.env, PLAY_PROJECTIONS: JSON.stringify(play) } });
      const kill = () => new Promise((resolve) => (child.once('exit', resolve), child.kill('SIGKILL')));
      return { kill };
    };

    async function write(tenant: string, patient: string, events: readonly { type: keyof typeof patientEvents; data: Record<string, unknown> }[]) {
      const sealedEvents = await Promise.all(
        events.map(async ({ type, data: open }) => {
          const id = randomUUID();
          const hidden = sealedFields(patientEvents[type]).filter((field) => open[field] !== undefined);
          const sealed = await sealing.seal({ tenant, subject: patient, event: id }, Object.fromEntries(hidden.map((field) => [field, open[field]])));
          const actor = { id: 'test', kind: 'system', role: 'import' } as const;
          const meta = { tenant, actor, correlationId: id, causationId: id, schema: 1, occurredAt: new Date().toISOString(), subject: patient };
          return { id, type, data: { ...open, ...sealed }, meta };
        }),
      );
      return store.append({ tenant, slice: 'patient', id: patient }, sealedEvents, 'any');
    }
    const fingerprint = 'ab'.repeat(16);
    const registered = { type: 'PatientRegistered', data: { fingerprint, resource: { resourceType: 'Patient', name: [{ family: 'Canaryson' }] } } } as const;
    const observed = () =>
      ({
        type: 'ObservationRecorded',
        data: {
          resourceId: randomUUID(),
          fingerprint,
          effectiveAt: '2020-01-02T03:04:05.000Z',
          resource: { resourceType: 'Observation', valueString: 'canary value' },
        },
      }) as const;

    it('counts every event once while the projections are killed between batches', async () => {
      const patients = Array.from({ length: 6 }, () => randomUUID());
      const tenants = ['acme', 'globex'];
      let killing = true;
      const killer = (async () => {
        while (killing) {
          const { kill } = start();
          await sleep(350 + Math.random() * 250);
          await kill();
        }
      })();
      for (const [n, patient] of patients.entries()) await write(tenants[n % 2]!, patient, [registered]);
      let last = 0n;
      for (let round = 0; round < 20; round += 1) {
        for (const [n, patient] of patients.entries()) ({ position: last } = await write(tenants[n % 2]!, patient, Array.from({ length: 10 }, observed)));
        await sleep(100);
      }
      await sleep(1000);
      killing = false;
      await killer;
      const calm = start();
      assert.ok(await progress.waitFor(VIEWS_GROUP, last, 15_000));
      await calm.kill();
      const { rows } = await owner.query("select tenant, (counts->>'Observation')::int as n, revision from patient_header order by 1");
      assert.equal(
        rows.map((row) => [row.n, row.revision]),
        patients.map(() => [200, 200]),
      );
      const count = async (table: string) => Number((await owner.query(`select count(*) as n from ${table}`)).rows[0].n);
      assert.equal([await count('patient_timeline'), await count('live_feed'), await count('parked_events')], [1206, 1206, 0]);
    });

    it('holds no opened value but the clinical time, and opens again for who may', async () => {
      const { rows } = await owner.query("select occurred_at, content from patient_timeline where kind = 'Observation' limit 1");
      assert.is(rows[0].occurred_at.toISOString(), '2020-01-02T03:04:05.000Z');
      assert.not.match(JSON.stringify((await owner.query('select row_to_json(t) from patient_timeline t')).rows), /canary/i);
      assert.not.match(JSON.stringify((await owner.query('select row_to_json(t) from patient_header t')).rows), /canary/i);
      const { tenant, person } = (await owner.query('select tenant, person from patient_header limit 1')).rows[0];
      assert.equal(await sealing.open(tenant, [person]), [registered.data.resource]);
    });

    it('is on the view soon after its append', async () => {
      const projections = start();
      const patient = randomUUID();
      const first = await write('acme', patient, [registered]);
      assert.ok(await progress.waitFor(VIEWS_GROUP, first.position, 10_000));
      const took: number[] = [];
      for (let n = 0; n < 40; n += 1) {
        const { position } = await write('acme', patient, [observed()]);
        const since = performance.now();
        assert.ok(await progress.waitFor(VIEWS_GROUP, position, 5000));
        took.push(performance.now() - since);
      }
      await projections.kill();
      const sorted = took.toSorted((a, b) => a - b);
      assert.ok(sorted[37]! < 500, `p95 ${sorted[37]} ms`);
    });

    it('tells a reader who waits for what never comes, in time', async () => {
      const since = performance.now();
      assert.not(await progress.waitFor(VIEWS_GROUP, 1n << 60n, 200));
      assert.ok(performance.now() - since < 1000);
    });
  });
