import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { anySlice } from '#domain/kernel/slice.ts';
import { identitySlice } from '#domain/identity/slice.ts';
import { patientSlice } from '#domain/patient/slice.ts';
import type { Json } from '#domain/patient/fhir.ts';
import { makeMemoryStore, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { claimIdentity, identityDigest } from '#write-side/identity/registry.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { fhirAnswer } from './answers.ts';
import { readPosted } from './bundle.ts';
import { makeRecord } from './record.ts';
import { reportOf } from './result.ts';

const digest = async (...parts: string[]) => createHmac('sha256', 'a test key').update(JSON.stringify(parts)).digest('hex');
const actor = { id: 'm1', kind: 'staff', role: 'nurse' } as const;

function makeHub() {
  const store = makeMemoryStore();
  const dispatch = makeDispatch({
    store,
    seal: pretendSeal,
    open: pretendOpen,
    slices: [anySlice(patientSlice), anySlice(identitySlice)],
    now: () => new Date(0),
  });
  const record = makeRecord({ dispatch, store, fingerprint: digest, tenantDigest: digest });
  let commands = 0;
  const post = (body: unknown, tenant = 'acme') => record(tenant, readPosted(body), { id: `command ${(commands += 1)}`, actor, correlationId: 'c' });
  const cause = () => ({ commandId: `claim ${(commands += 1)}`, correlationId: 'c' });
  const claim = async ({ system, value }: { system: string; value: string }, patientId: string) =>
    claimIdentity(dispatch, 'acme', await identityDigest(digest, 'acme', system, value), patientId, cause());
  const merge = (into: string, id: string) =>
    dispatch({ tenant: 'acme', slice: 'patient', id }, { type: 'MergePatient', data: { into } }, { id: `merge ${id}`, actor, correlationId: 'c' });
  return { store, post, claim, merge, report: async (body: unknown) => reportOf(await post(body)), types: () => store.log.map((e) => e.type) };
}

const ADA = '11111111-1111-4111-8111-111111111111';
const uuid = (n: number) => `22222222-2222-4222-8222-${String(n).padStart(12, '0')}`;
const person = (more: object = {}) => ({ resourceType: 'Patient', id: ADA, name: [{ family: 'Lovelace', given: ['Ada'] }], birthDate: '1815-12-10', ...more });
const observation = (n: number, more: object = {}): Json => ({
  resourceType: 'Observation',
  id: uuid(n),
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '718-7' }] },
  subject: { reference: `urn:uuid:${ADA}` },
  effectiveDateTime: '2026-01-01',
  valueQuantity: { value: 11.2, unit: 'g/dL' },
  ...more,
});
const entry = (resource: { id?: unknown } & object) => ({ fullUrl: `urn:uuid:${String(resource.id)}`, resource, request: { method: 'POST', url: '' } });
const bundle = (type: string, ...resources: object[]) => ({ resourceType: 'Bundle', type, entry: resources.map(entry) });
const pretended = (data: object) => Object.values(data).map((v) => (typeof v === 'object' ? Buffer.from(v.$sealed, 'base64').toString() : v));
const at = (faults: readonly { expression: string; code: string }[]) => faults.map((f) => `${f.code} ${f.expression}`);

spec('fhir: record', (it) => {
  it('a transaction is one append on the stream of its patient, and a repeat changes nothing', async () => {
    const hub = makeHub();
    const given = bundle('transaction', observation(1), person(), observation(2), { resourceType: 'Organization', id: 'o' });
    const first = await hub.report(given);
    assert.equal({ ...first, position: undefined }, { created: 3, updated: 0, unchanged: 0, skipped: { Organization: 1 }, rejected: [], position: undefined });
    assert.equal(hub.types(), ['PatientRegistered', 'ObservationRecorded', 'ObservationRecorded']);
    assert.is(new Set(hub.store.log.map((e) => e.stream.id)).size, 1);
    const again = await hub.report(given);
    assert.equal([again.created, again.updated, again.unchanged, hub.store.log.length], [0, 0, 3, 3]);
  });

  it('who has an identity that a person linked is recognised, from whatever source they come', async () => {
    const hub = makeHub();
    const passport = { system: 'urn:passport', value: 'X1' };
    await hub.post(bundle('transaction', person()));
    const known = hub.store.log[0]!.stream.id;
    await hub.claim(passport, known);
    const elsewhere = { ...person({ id: uuid(70), identifier: [{ system: 'urn:chart', value: '9' }, passport] }), meta: { source: 'urn:other' } };
    await hub.post(bundle('transaction', elsewhere));
    const about = { identifier: passport, reference: undefined };
    await hub.post(bundle('batch', observation(1, { subject: about })));
    assert.equal(
      [new Set(hub.store.log.filter(({ stream }) => stream.slice === 'patient').map(({ stream }) => stream.id)).size, hub.types().at(-1)],
      [1, 'ObservationRecorded'],
    );
  });

  it('whose identifiers belong to several patients is refused, until these are one', async () => {
    const hub = makeHub();
    const [one, two] = [
      { system: 'urn:a', value: '1' },
      { system: 'urn:b', value: '2' },
    ];
    await hub.post(bundle('batch', person(), person({ id: uuid(80) })));
    const [first, second] = hub.store.log.map(({ stream }) => stream.id) as [string, string];
    await hub.claim(one, first);
    await hub.claim(two, second);
    const both = bundle('transaction', { ...person({ id: uuid(81), identifier: [one, two] }), meta: { source: 'urn:other' } });
    assert.equal(at((await hub.post(both)).refused ?? []), ['fhir.ambiguous-patient Bundle.entry[0].resource']);
    await hub.merge(first, second);
    assert.is((await hub.post(both)).refused, undefined);
  });

  it('a changed resource is amended and the answer says which of many it was', async () => {
    const hub = makeHub();
    await hub.post(bundle('transaction', person(), observation(1), observation(2)));
    const imported = await hub.post(bundle('transaction', person(), observation(1), observation(2, { status: 'amended' }), observation(3)));
    assert.equal(
      imported.results.map((r) => r.state),
      ['unchanged', 'unchanged', 'updated', 'created'],
    );
    assert.equal(hub.types().slice(3), ['ObservationAmended', 'ObservationRecorded']);
  });

  it('narrative, tags and the bookkeeping of a server are no change', async () => {
    const hub = makeHub();
    await hub.post(bundle('transaction', person(), observation(1)));
    const meta = { tag: [{ code: 'x' }], lastUpdated: '2026-02-02T00:00:00Z', versionId: '7' };
    const again = await hub.report(bundle('transaction', person({ text: { status: 'generated', div: '<div>Ada</div>' } }), observation(1, { meta })));
    assert.equal([again.created, again.updated, again.unchanged], [0, 0, 2]);
    assert.not.match(JSON.stringify(hub.store.log.map((e) => pretended(e.data))), 'div');
  });

  it('one broken resource rejects its transaction with every fault, and nothing is written', async () => {
    const hub = makeHub();
    const imported = await hub.post(bundle('transaction', person({ birthDate: '31.12.1815' }), observation(1, { code: undefined }), observation(2)));
    assert.equal(at(imported.refused ?? []), ['fhir.value Bundle.entry[0].resource.birthDate', 'fhir.required Bundle.entry[1].resource.code']);
    assert.is(hub.store.log.length, 0);
    const answer = fhirAnswer(imported);
    assert.is(answer.status, 422);
    assert.equal((answer.body as { issue: { code: string; expression: string[] }[] }).issue[1]?.expression, ['Bundle.entry[1].resource.code']);
  });

  it('one broken resource of a batch rejects itself, also when others refer to it', async () => {
    const hub = makeHub();
    const visit = { resourceType: 'Encounter', id: uuid(9), status: 'nonsense', class: { code: 'AMB' }, subject: { reference: `urn:uuid:${ADA}` } };
    const imported = await hub.post(bundle('batch', visit, observation(1, { encounter: { reference: `urn:uuid:${uuid(9)}` } }), person()));
    assert.equal(
      imported.results.map((r) => r.state),
      ['rejected', 'created', 'created'],
    );
    assert.equal(at(reportOf(imported).rejected), ['fhir.value Bundle.entry[0].resource.status']);
    const body = fhirAnswer(imported).body as { type: string; entry: { response: { status: string } }[] };
    assert.equal([body.type, ...body.entry.map((e) => e.response.status.slice(0, 3))], ['batch-response', '422', '201', '201']);
  });

  it('a batch may hold several patients, a transaction may not', async () => {
    const other = person({ id: uuid(50) });
    const hub = makeHub();
    assert.equal(at((await hub.post(bundle('transaction', person(), other))).refused ?? []), ['fhir.several-patients Bundle']);
    assert.is(hub.store.log.length, 0);
    assert.is((await hub.report(bundle('batch', person(), other))).created, 2);
    assert.is(new Set(hub.store.log.map((e) => e.stream.id)).size, 2);
  });

  it('a clinical resource of an unknown patient is rejected at its subject, and taken once the patient is there', async () => {
    const hub = makeHub();
    const single = observation(1, { subject: { reference: `Patient/${ADA}` } });
    assert.equal(at((await hub.post(single)).refused ?? []), ['fhir.unknown-patient Observation.subject']);
    await hub.post(person());
    const answer = fhirAnswer(await hub.post(single));
    assert.equal([answer.status, answer.headers?.Location], [201, `/fhir/Observation/${uuid(1)}`]);
  });

  it('the hub’s own patient id is understood as a reference', async () => {
    const hub = makeHub();
    const id = (await hub.post(person())).results[0]?.id;
    assert.is((await hub.report(observation(1, { subject: { reference: `Patient/${id}` } }))).created, 1);
    assert.is(hub.store.log.at(-1)?.stream.id, id);
  });

  it('a patient without an id is recognised by identifier, also as a logical reference', async () => {
    const hub = makeHub();
    const identifier = [{ system: 'urn:mrn', value: '42' }];
    await hub.post({ ...person({ id: undefined }), identifier });
    const about = (subject: object) => hub.report(observation(1, { subject }));
    assert.is((await about({ identifier: identifier[0] })).created, 1);
    assert.is((await about({ reference: 'Patient?identifier=urn:mrn|42' })).unchanged, 1);
  });

  it('two tenants give one source identity two unrelated streams', async () => {
    const hub = makeHub();
    await hub.post(person(), 'acme');
    await hub.post(person(), 'other');
    assert.is(new Set(hub.store.log.map((e) => e.stream.id)).size, 2);
  });

  it('the drug of a Medication in the bundle is kept with the request', async () => {
    const hub = makeHub();
    const medication = { resourceType: 'Medication', id: uuid(7), code: { text: 'Warfarin 5 mg' } };
    const prescription = {
      ...{ resourceType: 'MedicationRequest', id: uuid(8), status: 'active', intent: 'order', subject: { reference: `urn:uuid:${ADA}` } },
      medicationReference: { reference: `urn:uuid:${uuid(7)}` },
    };
    assert.equal((await hub.report(bundle('transaction', person(), medication, prescription))).skipped, { Medication: 1 });
    const { resource } = hub.store.log.at(-1)!.data as { resource: { $sealed: string } };
    assert.match(Buffer.from(resource.$sealed, 'base64').toString(), '"medicationCodeableConcept":{"text":"Warfarin 5 mg"}');
  });

  it('a batch of a patient too large for one append is recorded in parts, a transaction is refused', async () => {
    const hub = makeHub();
    const many = Array.from({ length: 13 }, (_, i) => observation(i, { note: [{ text: 'x'.repeat(1_000_000) }] }));
    assert.equal(at((await hub.post(bundle('transaction', person(), ...many))).refused ?? []), ['fhir.too-large Bundle']);
    assert.is(fhirAnswer(await hub.post(bundle('transaction', person(), ...many))).status, 413);
    assert.is(hub.store.log.length, 0);
    assert.is((await hub.report(bundle('batch', person(), ...many))).created, 14);
    assert.is((await hub.report(bundle('batch', person(), ...many))).unchanged, 14);
  });

  const numbers = fc.uniqueArray(fc.nat(40), { maxLength: 12 });
  it('whatever the order of a batch, the same is recorded', () =>
    fc.assert(
      fc.asyncProperty(numbers, fc.nat(12), async (ids, cut) => {
        const all = [person(), ...ids.map((n) => observation(n))];
        const turned = [...all.slice(cut), ...all.slice(0, cut)].toReversed();
        const [one, two] = [makeHub(), makeHub()];
        await one.post(bundle('batch', ...all));
        await two.post(bundle('batch', ...turned));
        const content = (hub: typeof one) =>
          hub.store.log.map((e) => JSON.stringify([e.stream.id, e.type, e.data.valueOf()], (k, v) => (k === 'event' ? '' : v))).toSorted();
        assert.equal(content(two), content(one));
        assert.is((await one.report(bundle('batch', ...turned))).unchanged, all.length);
      }),
      { numRuns: 40 },
    ));

  it('whichever resource of a transaction is broken, nothing changes', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), fc.nat(9), async (size, broken) => {
        const hub = makeHub();
        const all = Array.from({ length: size }, (_, n) => observation(n, n === broken % size ? { status: 7 } : {}));
        const { refused = [] } = await hub.post(bundle('transaction', person(), ...all));
        assert.equal(at(refused), [`fhir.value Bundle.entry[${(broken % size) + 1}].resource.status`]);
        assert.is(hub.store.log.length, 0);
      }),
      { numRuns: 40 },
    ));
});
