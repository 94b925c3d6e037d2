import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import * as assert from 'uvu/assert';
import { patientHeader } from './projection.ts';

const ID = '0190d0c0-0000-7000-8000-000000000020';
const stream = `patient-${ID}`;
const person = (family: string, language?: string) => ({ fingerprint: 'ab'.repeat(16), language, resource: { resourceType: 'Patient', name: [{ family }] } });
const resource = (n: number) => ({
  resourceId: `0190d0c0-0000-7000-8000-0000000001${n}0`,
  fingerprint: 'cd'.repeat(16),
  resource: { resourceType: 'Condition' },
});

spec('view patient-header', (it) => {
  it('counts each resource once however often it is amended', () => {
    const events = makeLog().write(
      { stream, type: 'PatientRegistered', data: person('Howe') },
      { stream, type: 'ConditionRecorded', data: resource(1) },
      { stream, type: 'ConditionRecorded', data: resource(2) },
      { stream, type: 'ConditionAmended', data: resource(1) },
      { stream, type: 'EncounterRecorded', data: resource(3) },
    );
    const row = given(patientHeader, events).row(ID);
    assert.equal([row?.counts, row?.revision, row?.registered], [{ Condition: 2, Encounter: 1 }, 4, 100n]);
  });

  it('holds the person sealed, always the latest', () => {
    const events = makeLog().write({ stream, type: 'PatientRegistered', data: person('Howe') }, { stream, type: 'PatientAmended', data: person('Hill', 'tr') });
    const row = given(patientHeader, events).row(ID);
    assert.equal([row?.person.event, row?.language], [events[1]!.id, 'tr']);
    assert.not.match(
      JSON.stringify(row, (_, v) => (typeof v === 'bigint' ? String(v) : v)),
      /Howe|Hill/,
    );
  });
});
