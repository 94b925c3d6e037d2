import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { readPosted } from './bundle.ts';
import { link } from './link.ts';

const subject = { reference: 'Patient/1' };
const condition = { resourceType: 'Condition', id: '1', code: { text: 'Asthma' }, subject };
const observation = { resourceType: 'Observation', id: '1', status: 'final', code: { text: 'Hb' }, subject };
const patient = { resourceType: 'Patient', id: '1' };
const medication = { resourceType: 'MedicationRequest', id: '1', status: 'active', intent: 'order', subject };

/** The faults of one posted body, as `code expression`. */
function faultsIn(body: unknown): string[] {
  const posted = readPosted(body);
  return [...posted.faults, ...link(posted).broken.flatMap((b) => b.faults)].map((f) => `${f.code} ${f.expression}`);
}
const cases: readonly (readonly [title: string, body: unknown, ...faults: string[]])[] = [
  ['text is no resource', 'Patient', 'fhir.required resourceType'],
  ['a type has a name', { resourceType: '__proto__' }, 'fhir.value Resource.resourceType'],
  ['a list is no resource', [], 'fhir.required resourceType'],
  ['a Bundle has to be a transaction or a batch', { resourceType: 'Bundle', type: 'searchset' }, 'fhir.value Bundle.type'],
  ['an entry needs a resource', { resourceType: 'Bundle', type: 'batch', entry: [{}] }, 'fhir.required Bundle.entry[0].resource'],
  ['entries are a list', { resourceType: 'Bundle', type: 'batch', entry: {} }, 'fhir.structure Bundle.entry'],
  ['a status has to be one that FHIR knows', { ...observation, status: 'done' }, 'fhir.value Observation.status'],
  ['a required element may not be missing', { ...observation, code: undefined }, 'fhir.required Observation.code'],
  ['an empty concept says nothing', { ...condition, code: {} }, 'fhir.value Condition.code'],
  ['a code has no spaces at its ends', { ...condition, code: { coding: [{ code: ' 1' }] } }, 'fhir.value Condition.code.coding[0].code'],
  ['a day has to be on the calendar', { ...patient, birthDate: '1990-02-30' }, 'fhir.value Patient.birthDate'],
  ['a birth date has no time', { ...patient, birthDate: '1990-02-03T00:00:00Z' }, 'fhir.value Patient.birthDate'],
  ['a time needs a zone', { ...observation, effectiveDateTime: '2026-01-01T10:00:00' }, 'fhir.value Observation.effectiveDateTime'],
  ['a quantity is a number', { ...observation, valueQuantity: { value: '11.2' } }, 'fhir.structure Observation.valueQuantity.value'],
  ['a value is given once', { ...observation, valueString: 'x', valueInteger: 1 }, 'fhir.invariant Observation.value[x]'],
  ['a value has no reason to be absent', { ...observation, valueInteger: 1, dataAbsentReason: { text: '?' } }, 'fhir.invariant Observation.dataAbsentReason'],
  [
    'a component is checked like the observation',
    { ...observation, component: [{ code: { text: 'a' } }, { code: {}, valueQuantity: { value: 1 } }] },
    'fhir.value Observation.component[1].code',
  ],
  ['a prescription names a drug', medication, 'fhir.required MedicationRequest.medication[x]'],
  ['a period ends after it starts', { ...condition, onsetPeriod: { start: '2020', end: '2019-12' } }, 'fhir.value Condition.onsetPeriod'],
  ['a clinical status is from its value set', { ...condition, clinicalStatus: status('cured') }, 'fhir.value Condition.clinicalStatus'],
  ['a subject is a Patient', { ...observation, subject: { reference: 'Group/1' } }, 'fhir.reference Observation.subject'],
  ['a subject is not only a name', { ...observation, subject: { display: 'Ada' } }, 'fhir.value Observation.subject'],
  ['a urn leads to an entry', { ...observation, encounter: { reference: 'urn:uuid:x' } }, 'fhir.reference Observation.encounter.reference'],
  ['rules we do not know are not ignored', { ...patient, implicitRules: 'http://x' }, 'fhir.unsupported Patient.implicitRules'],
  ['modifiers we do not know are not ignored', { ...condition, modifierExtension: [{ url: 'u' }] }, 'fhir.unsupported Condition.modifierExtension'],
  ['a Patient needs an identity', { resourceType: 'Patient' }, 'fhir.required Patient.identifier'],
  ['deleting is not offered', entryOf({ method: 'DELETE', url: 'Patient/1' }), 'fhir.unsupported Bundle.entry[0].request.method'],
  ['a PUT agrees with its address', entryOf({ method: 'PUT', url: 'Patient/2' }, patient), 'fhir.invariant Bundle.entry[0].request.url'],
  [
    'one resource comes once',
    { resourceType: 'Bundle', type: 'batch', entry: [{ resource: patient }, { resource: patient }] },
    'fhir.duplicate Bundle.entry[1].resource',
  ],
];
function status(code: string) {
  return { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code }] };
}
function entryOf(request: object, resource?: object) {
  return { resourceType: 'Bundle', type: 'batch', entry: [{ request, ...(resource && { resource }) }] };
}

spec('fhir: what is rejected', (it) => {
  for (const [title, body, ...faults] of cases) it(title, () => assert.equal(faultsIn(body), faults));

  it('every fault of a resource is named, not only the first', () =>
    assert.equal(faultsIn({ ...observation, status: 'x', code: undefined, valueString: 'x', valueInteger: 1 }), [
      'fhir.value Observation.status',
      'fhir.required Observation.code',
      'fhir.invariant Observation.value[x]',
    ]));

  it('unknown elements, extensions and partial dates pass', () => {
    const extension = [{ url: 'http://x', valueString: 'y' }];
    assert.equal(faultsIn({ ...observation, effectiveDateTime: '2026', extension, colour: 'red', _status: { extension } }), []);
    assert.equal(faultsIn({ ...patient, birthDate: '1990', name: [{ extension }] }), []);
  });

  it('depth without end is refused, not followed', () => {
    let deep: object = {};
    for (let i = 0; i < 5000; i += 1) deep = { deep };
    assert.equal(faultsIn({ ...patient, contact: deep }), ['fhir.structure Patient']);
  });

  it('no fault repeats the value it complains about', () => {
    const posted = readPosted({ ...patient, birthDate: 'secret', gender: 'secret', telecom: [{ system: 'secret' }], name: 'secret' });
    assert.not.match(JSON.stringify(link(posted).broken[0]?.faults), 'secret');
  });
});
