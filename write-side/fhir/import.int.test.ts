// Import over the real event store and the real keys: what stands in the log, and what nobody can find in it.
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { makePool } from '#infra/postgres/pool.ts';
import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import type { EventStore } from '#domain/kernel/event-store.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { startEventStore } from '#infra/embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '#infra/embedded/postgres/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { demoPatients } from '#infra/main/demo/patients.ts';
import { makeSealing, migrateKeys, type Sealing } from '#infra/sealing/sealing.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { readPosted } from './bundle.ts';
import { makeRecord } from './record.ts';
import { type Report, reportOf } from './result.ts';

const FOLDER = '../shared/data/fhir-r4';
const REAL = existsSync(FOLDER) ? readdirSync(FOLDER).slice(0, 6) : [];
const nurse = { id: randomUUID(), kind: 'staff', role: 'nurse' } as const;

const filesUnder = (path: string): string[] =>
  readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((p) => statSync(p).isFile());
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

spec('fhir: import over real engines', (it, { setup, teardown }) => {
  const folder = temporaryFolder('import');
  const stops: (() => unknown)[] = [() => folder.remove()];
  let store: EventStore;
  let sealing: Sealing;
  let given: (bundle: object, tenant?: string) => Promise<Report & { patient?: string }>;

  setup(async () => {
    const [events, postgres] = await Promise.all([startEventStore({ data: join(folder.path, 'events') }), startPostgres({ data: join(folder.path, 'pg') })]);
    const pool = makePool({ url: keysUrl(postgres.url), max: 4 });
    store = makeEventStore({ url: events.url });
    stops.unshift(
      () => store.close(),
      () => pool.end(),
      () => events.stop(),
      () => postgres.stop(),
    );
    await migrateKeys(pool);
    sealing = makeSealing({ pool, rootKey: randomBytes(32) });
    const { seal, open, fingerprint, tenantDigest } = sealing;
    const dispatch = makeDispatch({ store, seal, open, slices, permits, now: () => new Date() });
    const record = makeRecord({ dispatch, store, fingerprint, tenantDigest });
    given = async (bundle, tenant = 'acme') => {
      const imported = await record(tenant, readPosted(bundle), { id: randomUUID(), actor: nurse, correlationId: 'c' });
      return { ...reportOf(imported), patient: imported.results.find((r) => r.type === 'Patient')?.id };
    };
  });
  teardown(async () => {
    for (const stop of stops) await stop();
  });

  it('the first import records everything, the second nothing, and what is opened is what was sent', async () => {
    const { bundle } = demoPatients(new Date('2026-01-01')).clinic[0]!;
    const [first, second] = [await given(bundle), await given(bundle)];
    assert.equal([first.created, first.rejected, second.created, second.unchanged], [bundle.entry.length, [], 0, bundle.entry.length]);
    const stream = { tenant: 'acme', slice: 'patient', id: first.patient! };
    const events = await all(store.read(stream));
    assert.is(events.length, bundle.entry.length);
    const [resource] = await sealing.open('acme', [(events[0]!.data as { resource: Sealed }).resource]);
    assert.equal((resource as { name: unknown }).name, bundle.entry[0]!.resource.name);
  });

  it('a broken resource leaves the stream of its patient as it was', async () => {
    const { bundle } = demoPatients(new Date('2026-01-01')).clinic[0]!;
    const broken = { ...bundle, entry: [...bundle.entry, { resource: { resourceType: 'Observation', status: 'final' } }] };
    const { patient } = await given(bundle);
    const before = (await all(store.read({ tenant: 'acme', slice: 'patient', id: patient! }))).length;
    const report = await given({ ...broken, entry: broken.entry.map((e, i) => (i === 1 ? { ...e, resource: { ...e.resource, language: 'tr' } } : e)) });
    assert.equal([report.created, report.updated, report.rejected.length], [0, 0, 2]);
    assert.is((await all(store.read({ tenant: 'acme', slice: 'patient', id: patient! }))).length, before);
  });

  it('two imports of one patient at once record each resource once', async () => {
    const { bundle } = demoPatients(new Date('2026-01-01')).clinic[1]!;
    const reports = await Promise.all([given(bundle, 'twice'), given(bundle, 'twice'), given(bundle, 'twice')]);
    assert.is(
      reports.reduce((n, r) => n + r.created, 0),
      bundle.entry.length,
    );
  });

  it('a raw read of the engines’ files shows no name, birth date, address, phone or clinical word', async () => {
    const people = demoPatients(new Date('2026-01-01')).clinic.slice(2, 6);
    for (const { bundle } of people) assert.equal((await given(bundle)).rejected, []);
    for (const file of REAL) assert.equal((await given(JSON.parse(gunzipSync(readFileSync(join(FOLDER, file))).toString()))).rejected, []);
    const canaries = [
      ...people.flatMap(({ bundle: { entry } }) => {
        const patient = entry[0]!.resource as unknown as {
          name: { family: string }[];
          birthDate: string;
          telecom: { value: string }[];
          address: { city: string }[];
        };
        return [patient.name[0]!.family, patient.birthDate, ...patient.telecom.map((t) => t.value), patient.address[0]!.city];
      }),
      ...['Haemoglobin', 'Mustermann', 'Penicillin', 'penicillin', 'Warfarin', 'Clopidogrel', 'mm[Hg]', 'snomed', 'loinc', 'Hypertension'],
    ];
    const phone = /\b555-\d{3}-\d{4}\b/;
    for (const file of filesUnder(folder.path)) {
      const bytes = readFileSync(file);
      for (const canary of canaries) assert.not(bytes.includes(canary), `${file} holds ${canary}`);
      assert.not(phone.test(bytes.toString('latin1')), `${file} holds a phone number`);
    }
  });
});
