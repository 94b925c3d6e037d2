// How many rows per second the views take in, beside what one bare upsert of the same rows reaches on this machine.
//   node infra/bench/projections.ts [events]
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorded } from '../../domain/kernel/envelope.ts';
import { patientTimelineView } from '../../projections/patient-timeline/projection.ts';
import { rowsOf } from '../../projections/kernel/fold.ts';
import { VIEWS_GROUP, views } from '../../projections/index.ts';
import { startRunner } from '../../projections/kernel/runner.ts';
import { keysUrl, startPostgres } from '../embedded/postgres/start.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool, type Pool, transaction } from '../postgres/pool.ts';
import { shapesOf } from '../postgres/tables.ts';
import { upsert } from '../postgres/upsert.ts';
import { makeViewStore } from '../postgres/view-store.ts';
import { makeSealing, migrateKeys, type Sealing } from '../sealing/sealing.ts';
import { following, passwords } from '../testing/views-hub.ts';

const EVENTS = Number(process.argv[2] ?? 20_000);
const PATIENTS = 60;
const BATCH = 500;

/** Observations of ordinary size, sealed for real, of `PATIENTS` patients in turn. */
async function makeEvents(sealing: Sealing): Promise<Recorded[]> {
  const patients = Array.from({ length: PATIENTS }, () => randomUUID());
  const revisions = new Map<string, number>();
  const events: Recorded[] = [];
  for (let n = 0; n < EVENTS; n += 1) {
    const [id, patient] = [randomUUID(), patients[n % PATIENTS]!];
    const isFirst = n < PATIENTS;
    const resource = isFirst
      ? { resourceType: 'Patient', name: [{ family: 'Bench', given: ['Ada'] }] }
      : { resourceType: 'Observation', id, code: { text: 'Glucose' }, note: randomBytes(250).toString('hex') };
    const sealed = await sealing.seal(
      { tenant: 'bench', subject: patient, event: id },
      isFirst ? { resource } : { resource, effectiveAt: '2020-01-02T03:04:05.000Z' },
    );
    const revision = (revisions.get(patient) ?? -1) + 1;
    revisions.set(patient, revision);
    const meta = {
      tenant: 'bench',
      actor: { id: 'bench', kind: 'system', role: 'import' } as const,
      correlationId: id,
      causationId: id,
      schema: 1,
      occurredAt: new Date().toISOString(),
    };
    const data = { fingerprint: 'ab'.repeat(16), ...(isFirst ? {} : { resourceId: id }), ...sealed };
    const stream = { tenant: 'bench', slice: 'patient', id: patient };
    events.push({
      id,
      type: isFirst ? 'PatientRegistered' : 'ObservationRecorded',
      data,
      stream,
      revision,
      position: BigInt(n + 1),
      recordedAt: new Date(),
      meta,
    });
  }
  return events;
}

/** Seconds for the timeline's rows alone, one bare upsert for each batch. */
async function bare(pool: Pool, events: readonly Recorded[]): Promise<number> {
  const rows = [...rowsOf(patientTimelineView.fold, events).values()].filter((row) => row !== null);
  const table = shapesOf([patientTimelineView]).get('patient-timeline')!;
  const since = performance.now();
  for (let at = 0; at < rows.length; at += BATCH) await transaction(pool, (client) => client.query(upsert(table, rows.slice(at, at + BATCH))));
  return (performance.now() - since) / 1000;
}

const data = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const engine = await startPostgres({ data: join(data, 'pg') });
await migrate({ url: engine.url, passwords });
const keys = makePool({ url: keysUrl(engine.url) });
await migrateKeys(keys);
const sealing = makeSealing({ pool: keys, rootKey: randomBytes(32) });
const url = asRole(engine.url, 'hub_projector', passwords.projector);
const pool = makePool({ url });
const events = await makeEvents(sealing);

const rawSeconds = await bare(pool, events);
await pool.query('delete from patient_timeline');
const store = makeViewStore({ url, views });
const since = performance.now();
const runner = startRunner({ group: VIEWS_GROUP, views, log: following(events), store, open: sealing.open, now: () => new Date(), size: BATCH });
while (runner.status().position !== events.at(-1)!.position) await sleep(5);
const seconds = (performance.now() - since) / 1000;
await runner.stop();

const { rows } = await pool.query<{ n: bigint }>('select (select count(*) from patient_timeline) + (select count(*) from live_feed) as n');
const written = Number(rows[0]!.n);
const figures = {
  events: EVENTS,
  eventsPerSecond: Math.round(EVENTS / seconds),
  rowsPerSecond: Math.round(written / seconds),
  bareRowsPerSecond: Math.round(EVENTS / rawSeconds),
  ratio: Number((written / seconds / (EVENTS / rawSeconds)).toFixed(2)),
};
console.log(JSON.stringify(figures));
await Promise.all([store.close(), pool.end(), keys.end()]);
await engine.stop();
rmSync(data, { recursive: true, force: true });
