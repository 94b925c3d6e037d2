import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { isSealed } from '#domain/kernel/sealing.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import type { Route } from '#domain/kernel/route.ts';
import { personOf } from '#domain/patient/describe.ts';
import type { FhirResource } from '#domain/patient/messages.ts';
import { as } from '#infra/testing/given.ts';
import { makeMemoryStore, pretendDigest, pretendFingerprint, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { identityPermits } from '#write-side/identity/permits.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { standsFor } from './known.ts';
import { patientPermits } from './permits.ts';
import { patientRoutes } from './routes.ts';

type Body = { id: string; events: string[]; code?: string };
const who = { tenant: 'acme', memberId: 'm', roles: ['coordinator'], rights: rightsOf(['coordinator']), session: 's' };
function makeHub() {
  const store = makeMemoryStore();
  const dispatch = makeDispatch({
    store,
    seal: pretendSeal,
    open: pretendOpen,
    slices,
    permits: { ...patientPermits, ...identityPermits },
    now: () => new Date(0),
  });
  const routes = patientRoutes({ dispatch, store, open: pretendOpen, fingerprint: pretendFingerprint, tenantDigest: pretendDigest });
  let commands = 0;
  const call = async (path: string, body: object, id = '', commandId = `c${(commands += 1)}`) => {
    const { handle, body: schema } = routes.find((r) => r.path === path) as Route;
    const request = { who, actor: as('coordinator'), params: { id }, query: {}, headers: {}, correlationId: 'c', commandId };
    return (await handle({ ...request, body: schema!.parse(body) } as never)) as { status: number; body: Body };
  };
  const resource = async (): Promise<FhirResource> => {
    const values = store.log.map((e) => (e.data as { resource?: unknown }).resource).filter(isSealed);
    return (await pretendOpen('acme', values.slice(-1)))[0] as FhirResource;
  };
  return { store, call, resource };
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
const ada = { name: { given: ['Ada'], family: 'Lovelace' }, birthDate: '1815-12-10', sex: 'female', phone: '+44 20 7946 0000', language: 'en', country: 'GB' };

spec('patient routes', (it) => {
  it('a registered patient is a FHIR Patient, and one command registers once', async () => {
    const hub = makeHub();
    const [first, again] = [await hub.call('/api/patients', ada, '', 'one'), await hub.call('/api/patients', ada, '', 'one')];
    assert.equal([first.status, first.body.events, again.body.id, hub.store.log.length], [201, ['PatientRegistered'], first.body.id, 1]);
    const resource = await hub.resource();
    assert.equal(personOf(resource), {
      ...personOf({}),
      name: { ...ada.name, text: 'Ada Lovelace' },
      birthDate: '1815-12-10',
      sex: 'female',
      phone: ada.phone,
    });
    assert.equal([resource.id, resource.resourceType], [first.body.id, 'Patient']);
    const { language, country } = hub.store.log[0]!.data as { language: string; country: string };
    assert.equal([language, country], ['en', 'GB']);
  });

  it('amending a part leaves the rest, and amending to the same changes nothing', async () => {
    const hub = makeHub();
    const { id } = (await hub.call('/api/patients', ada)).body;
    assert.equal((await hub.call('/api/patients/{id}/amend', { phone: '+90 212 000 0000' }, id)).body.events, ['PatientAmended']);
    const { name, phone, birthDate } = personOf(await hub.resource());
    assert.equal([name.text, phone, birthDate], ['Ada Lovelace', '+90 212 000 0000', '1815-12-10']);
    assert.equal((await hub.call('/api/patients/{id}/amend', { phone: '+90 212 000 0000' }, id)).body.events, []);
  });

  it('a linked identity is stored as a digest, its value sealed, and once', async () => {
    const hub = makeHub();
    const { id } = (await hub.call('/api/patients', ada)).body;
    const link = () => hub.call('/api/patients/{id}/identities', { system: 'urn:passport', value: 'X1234567' }, id);
    assert.equal((await link()).body.events, ['IdentityLinked']);
    assert.equal((await link()).body.events, []);
    const { data } = hub.store.log.at(-1)!;
    assert.ok(isSealed((data as { value: unknown }).value));
  });

  it('an identity belongs to one patient', async () => {
    const hub = makeHub();
    const [one, other] = [(await hub.call('/api/patients', ada)).body.id, (await hub.call('/api/patients', ada)).body.id];
    const link = (id: string) => hub.call('/api/patients/{id}/identities', { system: 'urn:passport', value: 'X1234567' }, id);
    await link(one);
    assert.is(await codeOf(link(other)), 'patient.identity-taken');
  });

  it('two records merge into one and become two again, each answered when both know', async () => {
    const hub = makeHub();
    const [stays, goes, third] = await Promise.all([1, 2, 3].map(async () => (await hub.call('/api/patients', ada)).body.id));
    const merge = (into: string, patientId: string) => hub.call('/api/patients/{id}/merge', { patientId, reason: 'one passport' }, into);
    assert.equal((await merge(stays!, goes!)).body.events, ['PatientAbsorbed']);
    assert.equal([await standsFor(hub.store, 'acme', goes!), await standsFor(hub.store, 'acme', stays!)], [stays, stays]);
    assert.is(await codeOf(merge(third!, goes!)), 'patient.merged');
    assert.is(await codeOf(merge(third!, stays!)), 'patient.has-merged');
    assert.is(await codeOf(merge(stays!, stays!)), 'patient.same');
    assert.equal((await hub.call('/api/patients/{id}/unmerge', { reason: 'sisters' }, goes)).body.events, ['PatientUnmerged']);
    assert.is(await standsFor(hub.store, 'acme', goes!), goes);
    assert.equal(
      hub.store.log
        .filter(({ type }) => type.startsWith('Patient'))
        .map(({ type }) => type)
        .slice(-4),
      ['PatientAbsorbed', 'PatientMerged', 'PatientUnmerged', 'PatientGivenBack'],
    );
    assert.equal((await merge(third!, goes!)).status, 200);
  });

  it('nobody can be amended who is not there', async () => {
    const work = makeHub().call('/api/patients/{id}/amend', { sex: 'male' }, '0190d0c0-0000-7000-8000-000000000009');
    assert.is(await codeOf(work), 'patient.unknown');
  });

  it('faults are found before anything is given: no name, no day, no number, nothing to amend', async () => {
    const refused = (path: string, body: object) =>
      makeHub()
        .call(path, body)
        .then(() => false)
        .catch(() => true);
    for (const wrong of [{ name: { given: [], family: 'x' } }, { birthDate: '1990-02-31' }, { phone: 'call me' }, { country: 'Turkey' }, { extra: 1 }])
      assert.ok(await refused('/api/patients', { ...ada, ...wrong }));
    assert.ok(await refused('/api/patients/{id}/amend', {}));
  });
});
