import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide as decideBy } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { fold, isRejection } from '../kernel/decider.ts';
import { patientDecider as decider } from './decider.ts';
import { countKnown } from './known.ts';
import type { PatientCommand, PatientEvent, PatientFacts, ResourceFacts } from './messages.ts';
import { RESOURCE_KINDS } from './messages.ts';
import { patientSlice } from './slice.ts';

const PRINT = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const uuid = (n: number) => `0190a000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`;
const person = (fingerprint = PRINT): PatientFacts => ({ fingerprint, resource: { resourceType: 'Patient' } });
const observation = (n: number, fingerprint = PRINT): ResourceFacts => ({
  kind: 'Observation',
  resourceId: uuid(n),
  fingerprint,
  resource: { resourceType: 'Observation' },
});
const registered: PatientEvent = { type: 'PatientRegistered', data: person() };

const decide = (given: readonly PatientEvent[], command: PatientCommand) => decideBy(patientSlice, given, command);
const types = (result: ReturnType<typeof decide>) => (isRejection(result) ? result.rejected : result.map((e) => e.type));

spec('patient', (it) => {
  it('registering twice with the same content changes nothing, with other content is refused', () => {
    assert.equal(types(decide([], { type: 'RegisterPatient', data: person() })), ['PatientRegistered']);
    assert.equal(types(decide([registered], { type: 'RegisterPatient', data: person() })), []);
    assert.equal(types(decide([registered], { type: 'RegisterPatient', data: person(OTHER) })), 'patient.already-registered');
  });

  it('amending a patient who is not registered is refused, amending to the same changes nothing', () => {
    assert.equal(types(decide([], { type: 'AmendPatient', data: person() })), 'patient.unknown');
    assert.equal(types(decide([registered], { type: 'AmendPatient', data: person() })), []);
    assert.equal(types(decide([registered], { type: 'AmendPatient', data: person(OTHER) })), ['PatientAmended']);
  });

  it('an identity is linked once', () => {
    const link: PatientCommand = { type: 'LinkIdentity', data: { identity: PRINT, system: 's', value: 'v' } };
    const linked = decide([registered], link) as PatientEvent[];
    assert.equal(types(linked), ['IdentityLinked']);
    assert.equal(types(decide([registered, ...linked], link)), []);
    assert.equal(types(decide([], link)), 'patient.unknown');
  });

  it('resources of an unknown patient are refused unless the patient comes with them', () => {
    assert.equal(types(decide([], { type: 'RecordResources', data: { resources: [observation(1)] } })), 'patient.unknown');
    assert.equal(types(decide([], { type: 'RecordResources', data: { register: person(), resources: [observation(1)] } })), [
      'PatientRegistered',
      'ObservationRecorded',
    ]);
  });

  it('new is recorded, changed is amended, equal is left alone', () => {
    const first = decide([registered], { type: 'RecordResources', data: { resources: [observation(1), observation(2)] } }) as PatientEvent[];
    const again: PatientCommand = {
      type: 'RecordResources',
      data: { register: person(), resources: [observation(1), observation(2, OTHER), observation(3)] },
    };
    assert.equal(types(decide([registered, ...first], again)), ['ObservationAmended', 'ObservationRecorded']);
  });

  it('a resource given twice in one command is judged once', () => {
    assert.equal(types(decide([registered], { type: 'RecordResources', data: { resources: [observation(1), observation(1)] } })), ['ObservationRecorded']);
  });

  it('recording anything twice changes nothing, in whatever order it comes', () => {
    const resource = fc.record({ kind: fc.constantFrom(...RESOURCE_KINDS), n: fc.nat(300) }).map(({ kind, n }) => ({ ...observation(n), kind }));
    const several = fc.uniqueArray(resource, { selector: (r) => `${r.kind}/${r.resourceId}` });
    fc.assert(
      fc.property(several, fc.infiniteStream(fc.nat()), (resources, keys) => {
        const command: PatientCommand = { type: 'RecordResources', data: { register: person(), resources } };
        const events = decide([], command) as PatientEvent[];
        const shuffled = resources
          .map((r) => ({ r, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ r }) => r);
        assert.equal(types(decide(events, { type: 'RecordResources', data: { register: person(), resources: shuffled } })), []);
        const other = decide([], { type: 'RecordResources', data: { register: person(), resources: shuffled } }) as PatientEvent[];
        assert.equal(fold(decider, other), fold(decider, events));
        assert.is(countKnown(fold(decider, events).resources), resources.length);
      }),
    );
  });

  it('folding leaves the state it started from untouched', () => {
    const before = fold(decider, [registered]);
    const copy = structuredClone(before);
    fold(decider, decide([registered], { type: 'RecordResources', data: { resources: [observation(1)] } }) as PatientEvent[], before);
    assert.equal(before, copy);
  });
});
