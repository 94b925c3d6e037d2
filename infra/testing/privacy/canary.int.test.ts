// Plants values that exist nowhere else, then looks for them in everything any engine stores.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@clickhouse/client';
import { Client } from 'pg';
import { equal, is, match, ok } from 'uvu/assert';
import { FOLDERS, KEY_TABLES, SINKS, TABLES, WAREHOUSE_TABLES } from '../../erasure/places.ts';
import { type Hub, runHub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';
import { type Contents, clickHouseContents, filesOf, postgresContents } from './contents.ts';

const CANARIES = {
  given: 'Zümrütkanarya',
  family: 'Öksüzbülbülgil',
  birthDate: '1931-02-07',
  phone: '+905550918273',
  email: 'kanarya.bulbul@example.net',
  street: 'Kafesçiler Yokuşu 4711',
  condition: 'Morbus Kanariensis',
  value: 4711.0815,
  procedure: 'Kanatplastik Canariensis',
  reason: 'kanarya gerekçesi 99317',
  note: 'Beobachtung-Kanarienvogel-77123',
  memberName: 'Personel Serçekuşu',
  memberEmail: 'sercekusu@example.net',
} as const;
const NEEDLES = Object.values(CANARIES).map(String);
/** A measured value is what the warehouse is for, under a pseudonym; it is nowhere else. */
const MEASURED = String(CANARIES.value);

const found = (text: string | Buffer): string[] => NEEDLES.filter((needle) => text.includes(needle));

type Urls = Record<'postgres' | 'keys' | 'clickHouse' | 'eventStore', string>;
type Seen = { postgres: Contents; keys: Contents; clickHouse: Contents };
type Erasure = { status: string; keys?: number; sinks: { sink: string; at?: string }[]; progress: { text: string }; certificate?: object };
const TENANT = 'klinik';
const PATIENCE_MS = 60_000;

spec('personal and health values', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-canary');
  let hub: Hub;
  let patientId = '';
  let before: Seen;
  let after: Seen;

  async function plant(): Promise<void> {
    const coordinator = await signedIn(hub, 'coordinator', TENANT);
    const { given, family, birthDate, phone, email, street } = CANARIES;
    const patient = await coordinator.json<{ id: string }>('/api/patients', {
      name: { given: [given], family },
      birthDate,
      sex: 'female',
      phone,
      email,
      address: { line: [street], city: 'İzmir' },
    });
    is(patient.status, 201, JSON.stringify(patient.body));
    patientId = patient.body.id;
    const subject = { reference: `Patient/${patientId}` };
    const entry = [
      {
        resource: {
          resourceType: 'Condition',
          id: 'c1',
          subject,
          code: { coding: [{ system: 'http://snomed.info/sct', code: '1' }], text: CANARIES.condition },
          note: [{ text: CANARIES.note }],
        },
      },
      {
        resource: {
          resourceType: 'Observation',
          id: 'o1',
          status: 'final',
          subject,
          code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }] },
          effectiveDateTime: '2026-01-05T08:00:00Z',
          valueQuantity: { value: CANARIES.value, unit: '%', code: '%', system: 'http://unitsofmeasure.org' },
        },
      },
    ].map((e) => ({ ...e, request: { method: 'POST', url: e.resource.resourceType } }));
    const imported = await coordinator.json<{ created: number }>('/fhir?report=true', { resourceType: 'Bundle', type: 'transaction', entry });
    equal({ status: imported.status, created: imported.body.created }, { status: 200, created: 2 }, JSON.stringify(imported.body));
    const opened = await coordinator.json<{ id: string }>('/api/cases', { patientId, procedure: { code: 'x1', text: CANARIES.procedure } });
    is(opened.status, 201, JSON.stringify(opened.body));
    for (const to of ['intake', 'review']) is((await coordinator.json(`/api/cases/${opened.body.id}/advance`, { to })).status, 200);
    const held = await coordinator.json<{ position: string }>(`/api/cases/${opened.body.id}/hold`, { reason: CANARIES.reason });
    const admin = await signedIn(hub, 'admin', coordinator.tenant);
    is(
      (await admin.json('/api/members', { name: CANARIES.memberName, email: CANARIES.memberEmail, roles: ['nurse'], password: 'kanaryalar uçar 12' })).status,
      201,
    );
    await coordinator.call(`/api/cases/${opened.body.id}`, { headers: { 'hub-wait-for': held.body.position } });
  }

  /** The warehouse has a clock of its own: wait until it knows the case was held. */
  async function warehouseKnows(url: string): Promise<void> {
    const client = createClient({ url });
    for (let i = 0; i < 100; i++) {
      const rows = await (await client.query({ query: "select count() as n from hub.events where type = 'CaseHeld'", format: 'JSONEachRow' }))
        .json<{ n: string | number }>()
        .catch(() => []);
      if (Number(rows[0]?.n ?? 0) > 0) return void (await client.close());
      await new Promise((r) => setTimeout(r, 200));
    }
    throw new Error('the event did not reach the warehouse');
  }

  const urls = () => JSON.parse(readFileSync(join(folder.path, 'engines.json'), 'utf8')) as Urls;
  const inKeys = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> => {
    const client = new Client({ connectionString: urls().keys });
    await client.connect();
    return client
      .query<T>(text, values)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  };
  async function look(): Promise<Seen> {
    const { postgres, keys, clickHouse } = urls();
    return { postgres: await postgresContents(postgres), keys: await postgresContents(keys), clickHouse: await clickHouseContents(clickHouse) };
  }
  async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(200)) {
      const found = await ask().catch(() => undefined);
      if (found !== undefined) return found;
    }
    throw new Error(`waited in vain: ${what}`);
  }
  let token = '';
  const erasure = async (): Promise<Erasure> => {
    const answer = await fetch(`${hub.address}/api/erasures/${patientId}`, { headers: { authorization: `Bearer ${token}` } });
    return (await answer.json()) as Erasure;
  };

  /** The patient is erased; the keys come back from a backup and the hub is killed while the places are asked; then it is started again. */
  async function erase(): Promise<void> {
    const [kept] = await inKeys<{ wrapped: Buffer }>('select wrapped from subject_keys where subject = $1', [patientId]);
    const admin = await signedIn(hub, 'admin', TENANT);
    token = admin.token;
    const asked = await admin.json<{ events: string[] }>(`/api/erasures/${patientId}`, { step: 'destroy' });
    equal(asked.body.events, ['ErasureStarted'], JSON.stringify(asked.body));
    await until('the keys are destroyed', async () => ((await erasure()).keys ? true : undefined));
    await inKeys('update subject_keys set wrapped = $2, destroyed_at = null where subject = $1', [patientId, kept!.wrapped]);
    await inKeys('delete from erasures_applied');
    await hub.stop('SIGKILL');
    hub = await startHub(folder.path, { HUB_KEY_BACKUP_DAYS: '6' });
    await until('every place has acknowledged', async () => ((await erasure()).sinks.every(({ at }) => at !== undefined) ? true : undefined));
  }

  setup(async () => {
    hub = await startHub(folder.path, { HUB_KEY_BACKUP_DAYS: '6' });
    await plant();
    await warehouseKnows(urls().clickHouse);
    before = await look();
    await erase();
    after = await look();
  });
  teardown(async () => {
    await hub?.stop();
    folder.remove();
  });

  it('are in none of the rows of the views, the keys or the warehouse', () => {
    ok(before.postgres.text.includes(patientId), 'the search can find what is there');
    ok(before.clickHouse.text.includes('CaseHeld'), 'the search can find what is there');
    ok(before.clickHouse.text.includes(MEASURED), 'the search can find what is there');
    equal(
      {
        postgres: found(before.postgres.text),
        keys: found(before.keys.text),
        clickHouse: found(before.clickHouse.text).filter((needle) => needle !== MEASURED),
      },
      { postgres: [], keys: [], clickHouse: [] },
    );
  });
  it('a patient of the warehouse is a pseudonym, not the id the log knows', () =>
    ok(!before.clickHouse.text.replaceAll(/"persons":\[[^\]]*\]/g, '').includes(patientId)));
  it('are nowhere after an erasure, though the hub was killed and its keys came back from a backup meanwhile', async () => {
    equal([...found(after.postgres.text), ...found(after.keys.text), ...found(after.clickHouse.text)], []);
    const times = '2026-01-05 08:00:00';
    ok(before.postgres.text.includes(times) && !after.postgres.text.includes(times), 'clinical times go with them');
    const coordinator = await signedIn(hub, 'coordinator', TENANT);
    const patient = await coordinator.json<{ name: object; counts: object }>(`/api/patients/${patientId}`);
    equal([patient.body.name, patient.body.counts], [{ absent: 'SHREDDED' }, {}]);
    const [key] = await inKeys<{ wrapped: Buffer | null }>('select wrapped from subject_keys where subject = $1', [patientId]);
    is(key!.wrapped, null);
  });
  it('an erasure says which places have acknowledged and which copy is left until when', async () => {
    const { sinks, progress, status, certificate } = await erasure();
    equal(sinks.map(({ sink }) => sink).toSorted(), [...SINKS].toSorted());
    match(progress.text, /key-backup 6 gün sonra/);
    equal([status, certificate], ['under-way', undefined]);
  });
  it('every table, store and folder of a running hub says what it holds of people, and who erases it', async () => {
    const unknown = (names: readonly string[], known: ReadonlyMap<string, unknown>) => names.filter((name) => !known.has(name));
    equal(unknown(after.postgres.tables, TABLES), []);
    equal(unknown(after.keys.tables, KEY_TABLES), []);
    equal(unknown(after.clickHouse.tables, WAREHOUSE_TABLES), []);
    equal(unknown(readdirSync(folder.path), FOLDERS), []);
  });
  it('a photo is shown while the person agrees, and the very next look after the withdrawal is refused', async () => {
    const coordinator = await signedIn(hub, 'coordinator', TENANT);
    const post = async (path: string, body: object = {}) => (await coordinator.json<{ id: string; code?: string }>(path, body)).body;
    const person = { name: { given: ['Serçe'], family: 'Kuş' }, birthDate: '1990-01-01', sex: 'female' };
    const { id: whose } = await post('/api/patients', person);
    const said = (verb: string, body: object) => post(`/api/consents/${whose}/${verb}`, { ...body });
    await said('acknowledge', { text: 'v1', language: 'tr' });
    const { id } = await post('/api/documents', { patientId: whose, kind: 'photo', mediaType: 'image/jpeg', size: 5, fileName: 'x.jpg' });
    await post(`/api/documents/${id}/register`, { sha256: 'ab'.repeat(32), size: 5 });
    await post(`/api/documents/${id}/scan`, { verdict: 'clean' });
    const look = async () => (await post(`/api/documents/${id}/view`)).code;
    is(await look(), 'consent.missing');
    await said('grant', { purpose: 'photos', text: 'v1', language: 'tr' });
    is(await look(), undefined);
    await said('withdraw', { purpose: 'photos' });
    is(await look(), 'consent.missing');
  });
  it('nothing starts on keys from before an erasure until it was repeated', async () => {
    await inKeys('delete from erasures_applied');
    const { postgres, keys, clickHouse, eventStore } = urls();
    const env = { HUB_DATA: folder.path, POSTGRES_URL: postgres, KEYS_URL: keys, CLICKHOUSE_URL: clickHouse, EVENTSTORE_URL: eventStore };
    const refused = await runHub(['role', 'projections'], env);
    is(refused.code, 1);
    match(refused.err, /from before 1 erasures/);
    is((await runHub(['erasures', 'replay'], env)).code, 0);
    equal(await inKeys('select revision from erasures_applied'), [{ revision: 0 }]);
  });
  it('are in no file under the data folder: log, views, warehouse, keys, traces', async () => {
    is(await hub.stop(), 0);
    const files = filesOf(folder.path).map((file) => [file, readFileSync(file)] as const);
    for (const engine of ['eventstore', 'postgres'])
      ok(
        files.some(([file, bytes]) => file.includes(`/${engine}/`) && bytes.includes(patientId)),
        `the search can find what is in ${engine}`,
      );
    equal(
      files.flatMap(([file, bytes]) => found(bytes).map((needle) => `${needle} in ${file.slice(folder.path.length)}`)),
      [],
    );
  });
});
