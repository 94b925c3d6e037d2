// Each place with something planted in it: on a real PostgreSQL and real files, what was there is found, goes, and nothing else does. The
// warehouse, the engines' own files and a restored backup of the keys are looked through in infra/testing/privacy.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { isAbsent, isSealed, type Sealed } from '#domain/kernel/sealing.ts';
import { Erasures } from '#projections/erasures/table.ts';
import { type ErasingHub, give, startErasingHub } from '../testing/erasing-hub.ts';
import { spec } from '../testing/spec.ts';
import { carryOn } from './process.ts';

const [tenant, other] = ['planted', 'beside'];
const [PERSON, ACCOUNT, ADAPTER, WEBHOOK, MAIL, SESSION] = Array.from({ length: 6 }, () => randomUUID()) as [string, string, string, string, string, string];
const WORDS = 'kanarya 90817';
const ADDRESS = '203.0.113.77';
const fingerprint = () => randomUUID().replaceAll('-', '');

spec('every place of an erasure', (it, { setup, teardown }) => {
  let hub: ErasingHub;
  const file = (...path: string[]) => join(hub.data, ...path);
  const count = async (text: string, values: readonly unknown[] = [tenant]) =>
    (await hub.owner.query<{ n: number }>(`select count(*)::int as n from ${text}`, values as unknown[])).rows[0]!.n;
  const searched = () => count('search where tenant = $1');
  const timed = () => count("patient_timeline where tenant = $1 and kind = 'Observation'");
  const fed = () => count("live_feed where tenant = $1 and patient_id = $2 and slice <> 'erasure'", [tenant, PERSON]);

  async function plantPerson(at: string): Promise<void> {
    const told = (slice: string, id: string, type: string, data: object) => give(hub, at, slice, id, type, data);
    await told('patient', PERSON, 'RegisterPatient', {
      fingerprint: fingerprint(),
      resource: { resourceType: 'Patient', name: [{ text: WORDS }] },
      nameKeys: ['k'],
    });
    const resource = { resourceType: 'Observation', status: 'final', code: { text: WORDS } };
    const fact = { kind: 'Observation', resourceId: randomUUID(), fingerprint: fingerprint(), effectiveAt: '2026-01-02T03:04:05.000Z', resource };
    await told('patient', PERSON, 'RecordResources', { resources: [fact] });
    await told('document', randomUUID(), 'RequestUpload', { patientId: PERSON, kind: 'photo', mediaType: 'image/png', size: 5, fileName: `${WORDS}.png` });
    const account = { email: 'kanarya@example.test', emailKey: 'ab'.repeat(16), name: WORDS, roles: ['patient'], patientId: PERSON };
    await told('member', ACCOUNT, 'InviteMember', account);
  }
  async function plantRest(): Promise<void> {
    const shown = { readerId: ACCOUNT, readerKind: 'patient', readerRole: 'patient', route: 'get /api/me', correlation: 'c', at: new Date().toISOString() };
    const persons = [{ id: PERSON, fields: ['resource'], health: true }];
    const shared = { ...shown, readerId: 'agency', readerKind: 'staff', readerRole: 'agency', purpose: 'sharing', persons };
    await give(hub, tenant, 'disclosure', randomUUID(), 'RecordDisclosures', { disclosures: [shared] });
    const adapter = (type: string, data: object) => give(hub, tenant, 'adapter', ADAPTER, type, data);
    await adapter('ConnectAdapter', { provider: 'whatsapp', account: 'a', settings: {}, secrets: {} });
    await adapter('ParkWebhook', { webhookId: WEBHOOK, code: 'x', digest: 'ab'.repeat(32), body: WORDS });
    await adapter('EndParked', { webhookId: WEBHOOK, how: 'retried' });
    const session = 'insert into sessions (id, email_key, tenant, accounts, created_at, expires_at) values ($1, $2, $3, $4, now(), now() + $5::interval)';
    await hub.owner.query(session, [SESSION, 'k', tenant, JSON.stringify([{ tenant, memberId: ACCOUNT }]), '1 day']);
    await hub.owner.query("insert into mails (id, kind, email_key, tenant, member_id) values ($1, 'reset', 'k', $2, $3)", [MAIL, tenant, ACCOUNT]);
    writeFileSync(file(`${MAIL}.json`), WORDS);
    mkdirSync(file('disclosures', 'api-0'), { recursive: true });
    mkdirSync(file('logs'), { recursive: true });
    const entry = JSON.stringify({ tenant, disclosure: { ...shown, purpose: 'own-record', persons: [], address: ADDRESS } });
    writeFileSync(file('disclosures', 'api-0', 'x.refused'), `${entry}\n`);
    writeFileSync(file('disclosures', 'api-0', 'y.ndjson'), `${entry}\n`);
    writeFileSync(file('logs', 'api.log'), `{"event":"slow","stream":"patient-${PERSON}"}\n{"event":"fine"}\n`);
    await hub.owner.query('create table agent_memory_of_nobody (words text)');
  }
  setup(async () => {
    hub = await startErasingHub();
    for (const at of [tenant, other]) await plantPerson(at);
    await plantRest();
    await hub.level();
  });
  teardown(() => hub?.stop());

  const row = () => hub.reader.within(tenant, (rows) => rows.findOne(Erasures, { tenant, id: PERSON }));
  /** Until nothing but these is left; a view may be behind on a slow machine, and is then asked again. */
  async function erasing(...left: readonly string[]) {
    for (let tries = 0; ; tries += 1) {
      await carryOn(hub.deps, { tenant, id: PERSON });
      await hub.level();
      const now = (await row())!;
      const waiting = now.sinks.flatMap(({ sink, at }) => (at ? [] : [sink]));
      if (tries === 9 || waiting.every((sink) => left.includes(sink))) return { ...now, waiting };
    }
  }

  it('a place that cannot acknowledge yet holds up the end and nothing else', async () => {
    assert.equal([await searched(), await timed(), (await fed()) > 0], [1, 1, true]);
    const { persons } = (await hub.about(tenant, PERSON))!;
    assert.equal([...persons].toSorted(), [PERSON, ACCOUNT].toSorted());
    const asked = { step: 'destroy', persons: [...persons], grounds: [], sinks: hub.sinks.map(({ name }) => name) };
    await give(hub, tenant, 'erasure', PERSON, 'ErasePatient', asked);
    await hub.level();
    const { status, waiting } = await erasing('agents', 'journals');
    assert.is(status, 'under-way');
    assert.equal(waiting, ['agents', 'journals']); // a memory nobody erases, and an entry still on its way
  });
  it('each acknowledges with what it found once nothing of the person opens or stands there', async () => {
    await hub.owner.query('drop table agent_memory_of_nobody');
    rmSync(file('disclosures', 'api-0', 'y.ndjson')); // the drain has told the log
    const { status, sinks } = await erasing();
    const found = Object.fromEntries(sinks.map(({ sink, found: n }) => [sink, n]));
    assert.is(status, 'completed', JSON.stringify(sinks));
    const { 'live-feed': live, ...counted } = found;
    assert.ok(live! > 0);
    assert.equal(counted, {
      ...{ views: 1, search: 0, mail: 1, agents: 0, documents: 1, exports: 1, accounts: 1, 'dead-letters': 1, journals: 1, logs: 1 },
    });
    assert.equal([await searched(), await timed(), await fed()], [0, 0, 0]);
    assert.equal(
      [await count('sessions where id = $1', [SESSION]), await count('mails where id = $1', [MAIL]), existsSync(file(`${MAIL}.json`))],
      [0, 0, false],
    );
    assert.is(await count("members where tenant = $1 and roles <> '[]'::jsonb"), 0);
    assert.not.match(readFileSync(file('disclosures', 'api-0', 'x.refused'), 'utf8'), new RegExp(ADDRESS));
  });
  it('nothing sealed for them opens any more, not even a webhook nobody could take; in another tenant everything does', async () => {
    const opened = async (at: string) => {
      const sealed = hub.store.log.filter((e) => e.stream.tenant === at).flatMap(({ data }) => Object.values(data).filter(isSealed)) as Sealed[];
      return hub.sealing.open(
        at,
        sealed.filter(({ subject }) => subject !== ADAPTER), // the tenant's own secrets
      );
    };
    assert.ok((await opened(tenant)).every(isAbsent));
    assert.not.ok((await opened(other)).some(isAbsent));
    assert.equal([await count('search where tenant = $1', [other]), await count('members where tenant = $1 and active', [other])], [1, 1]);
  });
});
