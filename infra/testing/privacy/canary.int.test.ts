// Plants values that exist nowhere else, then looks for them in everything any engine stores.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { Client } from 'pg';
import { equal, is, ok } from 'uvu/assert';
import { type Hub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';

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

/** Every row of every table, as text: PostgreSQL and ClickHouse compress what their files hold, so the files alone would not tell. */
async function postgresText(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const tables = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  ok(tables.rows.length > 0);
  const texts: string[] = [];
  for (const { name } of tables.rows) texts.push(...(await client.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => row));
  await client.end();
  return texts.join('\n');
}
async function clickHouseText(url: string): Promise<string> {
  const client = createClient({ url });
  const tables = await (
    await client.query({
      query:
        "select database, name from system.tables where database not in ('system', 'INFORMATION_SCHEMA', 'information_schema') and engine not like '%View'",
      format: 'JSONEachRow',
    })
  ).json<{ database: string; name: string }>();
  ok(tables.length > 0);
  const texts: string[] = [];
  for (const { database, name } of tables) texts.push(await (await client.query({ query: `select * from ${database}.${name}`, format: 'JSONEachRow' })).text());
  await client.close();
  return texts.join('\n');
}
const filesOf = (folder: string) =>
  globSync(`${folder}/**/*`, { withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name));

spec('personal and health values', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-canary');
  let hub: Hub;
  let patientId = '';
  const seen = { postgres: '', keys: '', clickHouse: '' };

  async function plant(): Promise<void> {
    const coordinator = await signedIn(hub, 'coordinator');
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

  setup(async () => {
    hub = await startHub(folder.path);
    await plant();
    const urls = JSON.parse(readFileSync(join(folder.path, 'engines.json'), 'utf8')) as Record<'postgres' | 'keys' | 'clickHouse', string>;
    await warehouseKnows(urls.clickHouse);
    seen.postgres = await postgresText(urls.postgres);
    seen.keys = await postgresText(urls.keys);
    seen.clickHouse = await clickHouseText(urls.clickHouse);
    is(await hub.stop(), 0);
  });
  teardown(() => folder.remove());

  it('are in none of the rows of the views, the keys or the warehouse', () => {
    ok(seen.postgres.includes(patientId), 'the search can find what is there');
    ok(seen.clickHouse.includes('CaseHeld'), 'the search can find what is there');
    equal(
      { postgres: found(seen.postgres), keys: found(seen.keys), clickHouse: found(seen.clickHouse).filter((needle) => needle !== MEASURED) },
      { postgres: [], keys: [], clickHouse: [] },
    );
  });
  it('are in no file under the data folder: log, views, warehouse, keys, traces', () => {
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
  it('a patient of the warehouse is a pseudonym, not the id the log knows', () => ok(!seen.clickHouse.includes(patientId)));
});
